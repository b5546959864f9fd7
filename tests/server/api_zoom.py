"""Meetings that Zoom holds: made, moved, taken away and ended behind the changes of visits."""

from clinic import main
from zoom_clinic import ZoomTest


class MeetingTest(ZoomTest):
    def test_a_visit_gets_its_meeting(self):
        with self.clinic.listen('doctor') as events:
            visit = self.visit()
            event = events.wait('meeting_ready')
        self.assertEqual((event['consultation_id'], event['meeting_state']), (visit.id, 'ready'))
        seen = visit.show()
        meeting = self.meeting(visit)
        self.assertEqual(seen['meeting_id'], str(meeting['id']))
        self.assertEqual(seen['meeting_password'], meeting['password'])
        self.assertEqual(seen['meeting_url'], meeting['join_url'])


if __name__ == '__main__':
    main()
