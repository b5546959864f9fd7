"""The doctor of the end-to-end test: the real app, found and pressed through AT-SPI as a screen reader would."""

import os
import subprocess
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

POLL_MS = 60
# On a machine that has nothing else to do.
LIMIT_S = 30


def how_busy():
    """How much longer everything takes here, because others want the processors too."""
    return max(1, os.getloadavg()[0] / os.cpu_count())


def wait_for(what, find, limit=LIMIT_S):
    """Asks find() again whenever something may have changed; the tree itself sends no event that could be relied on."""
    context = GLib.MainContext.default()
    limit *= how_busy()
    end = time.monotonic() + limit
    while True:
        found = find()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f'{what}: not there after {limit:.0f} s')
        timer = GLib.timeout_source_new(POLL_MS)
        timer.set_callback(lambda *_: False)
        timer.attach(context)
        context.iteration(True)


def find_window(title):
    """The number by which programs for X know a window."""
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', f'^{title}$'], capture_output=True, text=True,
                           timeout=30).stdout.split()
    assert found, f'no window “{title}”'
    return found[0]


def children(node):
    if not node:
        return []
    try:
        return [child for child in (node.get_child_at_index(i) for i in range(node.get_child_count())) if child]
    except GLib.Error:
        return []


def walk(node):
    yield node
    for child in children(node):
        yield from walk(child)


def read(node):
    """Name and text of a node; gone nodes are empty."""
    try:
        return node.get_name() or ''
    except GLib.Error:
        return ''


def role(node):
    try:
        return node.get_role_name()
    except GLib.Error:
        return ''


def find_within(top, roles, name):
    """The first of that name below a node, such as a dialog."""
    return next((node for node in walk(top) if role(node) in roles and read(node) == name), None)


def is_shown(node):
    """Whether it has a place: what lies on another page of a stack has none, and does nothing when pressed."""
    return node.get_component_iface().get_extents(Atspi.CoordType.WINDOW).width > 0


class Desktop:
    def __init__(self, name):
        Atspi.init()
        # What an app that is busy does not answer within 0.8 s would be missing from its tree.
        Atspi.set_timeout(30_000, 60_000)
        self.name = name

    def application(self):
        for child in children(Atspi.get_desktop(0)):
            if read(child) == self.name:
                return child
        return None

    def search(self, roles, test):
        """One after the other: each node that is looked at costs the app some answers, and one that shows moving pictures has
        other things to do. What is looked for is mostly in the window that came last."""
        for window in reversed(children(self.application())):
            for node in walk(window):
                if role(node) in roles and test(read(node)):
                    yield node

    def find_all(self, roles, test):
        return list(self.search(roles, test))

    def find(self, roles, test, limit=LIMIT_S, what=None):
        roles = (roles,) if isinstance(roles, str) else roles
        what = what or (f'{roles}' if callable(test) else test)
        test = test if callable(test) else (lambda name, wanted=test: name == wanted)
        return wait_for(what, lambda: next(self.search(roles, test), None), limit)

    def find_ready(self, name, roles=('push button', 'toggle button', 'button'), limit=LIMIT_S):
        """A button that can be pressed."""
        # What has an access key or is in a toast gives its name twice: “_Invite… Invite…”.
        def ready():
            for node in self.search(roles, lambda text: text.replace('_', '') in (name, f'{name} {name}')):
                if node.get_state_set().contains(Atspi.StateType.SENSITIVE) and node.get_n_actions() > 0 and is_shown(node):
                    return node
            return None

        return wait_for(f'button {name}', ready, limit)

    def press(self, name, **how):
        node = self.find_ready(name, **how)
        node.do_action(0)
        return node

    def write(self, name, text, roles=('text', 'entry', 'editbar')):
        node = self.find(roles, name, what=f'text {name}')
        wait_for(f'text {name} to take the words', lambda: node.get_editable_text_iface() is not None)
        node.get_editable_text_iface().set_text_contents(text)
        return node

    def act(self, action):
        """An action of any window, such as win.admit, by the name that it has in the tree."""
        def find():
            for frame in children(self.application()):
                for index in range(frame.get_n_actions()):
                    if frame.get_action_name(index) == action:
                        return frame, index
            return None

        frame, index = wait_for(f'action {action}', find)
        frame.do_action(index)

    def dump(self):
        application = self.application()
        if application is None:
            return 'no application'
        return '\n'.join(f'{role(node)}: {read(node)}' for node in walk(application) if read(node))
