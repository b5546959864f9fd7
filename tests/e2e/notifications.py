"""Stands in for the desktop's notification area, and remembers what it was shown and when."""

import time

from gi.repository import Gio, GLib

INTERFACE = '''<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
</interface></node>'''


class Notifications:
    def __init__(self):
        self.shown = []
        self.closed = []
        self.connection = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
        self.exported = self.connection.register_object('/org/freedesktop/Notifications', node.interfaces[0], self.answer,
                                                        None, None)
        self.name = Gio.bus_own_name_on_connection(self.connection, 'org.freedesktop.Notifications',
                                                   Gio.BusNameOwnerFlags.NONE, None, None)

    def stop(self):
        """Leaves the place to those of the next test."""
        Gio.bus_unown_name(self.name)
        self.connection.unregister_object(self.exported)

    def answer(self, _connection, _sender, _path, _interface, method, given, invocation):
        values = given.unpack()
        if method == 'Notify':
            self.shown.append({'title': values[3], 'body': values[4], 'actions': values[5], 'time': time.monotonic()})
            invocation.return_value(GLib.Variant('(u)', (len(self.shown),)))
        elif method == 'CloseNotification':
            self.closed.append(values[0])
            invocation.return_value(None)
        elif method == 'GetCapabilities':
            invocation.return_value(GLib.Variant('(as)', (['actions', 'body'],)))
        else:
            invocation.return_value(GLib.Variant('(ssss)', ('test', 'test', '1', '1.2')))
