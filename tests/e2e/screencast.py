"""Stands in for a desktop that lets its screen be seen: the portal that is asked, a PipeWire of this session with a screen in it,
and whoever joins the two."""

import os
import socket
import subprocess

from desktop import wait_for
from gi.repository import Gio, GLib

BUS_NAME, PATH = 'org.freedesktop.portal.Desktop', '/org/freedesktop/portal/desktop'
SESSION = f'{PATH}/session/1_0/test'
INTERFACES = '''<node><interface name="org.freedesktop.portal.ScreenCast">
<method name="CreateSession"><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/></method>
<method name="SelectSources"><arg type="o" direction="in"/><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/></method>
<method name="Start"><arg type="o" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
<arg type="o" direction="out"/></method>
<method name="OpenPipeWireRemote"><arg type="o" direction="in"/><arg type="a{sv}" direction="in"/><arg type="h" direction="out"/></method>
</interface><interface name="org.freedesktop.portal.Session"><method name="Close"/></interface></node>'''
NODE, WIDTH, HEIGHT = 'screen', 1280, 800
PICTURES = (f'videotestsrc is-live=true ! video/x-raw,format=BGRx,width={WIDTH},height={HEIGHT},framerate=15/1 '
            f'! pipewiresink mode=provide stream-properties=props,media.class=Stream/Output/Video,node.name={NODE}').split()


def ask_pipewire(*words):
    return subprocess.run(['pw-link', *words], capture_output=True, text=True, timeout=10)


class Screencast:
    """said: the methods that were called, in their order."""

    def __init__(self):
        self.said = []
        self.processes = [subprocess.Popen(['pipewire'], stderr=subprocess.DEVNULL)]
        socket_path = f"{os.environ['XDG_RUNTIME_DIR']}/pipewire-0"
        wait_for('PipeWire', lambda: os.path.exists(socket_path))
        self.processes.append(subprocess.Popen(['gst-launch-1.0', '-q', *PICTURES]))
        wait_for('the screen', lambda: f'{NODE}:out_0' in ask_pipewire('--output').stdout)
        self.connection = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        described = Gio.DBusNodeInfo.new_for_xml(INTERFACES)
        self.exported = [self.connection.register_object(path, interface, self.answer, None, None)
                         for path, interface in zip((PATH, SESSION), described.interfaces)]
        self.name = Gio.bus_own_name_on_connection(self.connection, BUS_NAME, Gio.BusNameOwnerFlags.NONE, None, None)

    def stop(self):
        Gio.bus_unown_name(self.name)
        for exported in self.exported:
            self.connection.unregister_object(exported)
        for process in reversed(self.processes):
            process.terminate()
            process.wait(timeout=10)

    def find_node(self):
        """By its number, as the portal names it."""
        listed = subprocess.run(['pw-cli', 'ls', 'Node'], capture_output=True, text=True, check=True, timeout=10).stdout
        above = listed[:listed.index(f'node.name = "{NODE}"')]
        return int(above[above.rindex('\tid ') + 4:].split(',')[0])

    def join(self, viewer):
        """What else a session manager does: the screen goes to whoever may see it."""
        wait_for(f'{viewer} to look', lambda: f'{viewer}:in_0' in ask_pipewire('--input').stdout)
        assert ask_pipewire(f'{NODE}:out_0', f'{viewer}:in_0').returncode == 0

    def hand_out(self, invocation):
        way = socket.socket(socket.AF_UNIX)
        way.connect(f"{os.environ['XDG_RUNTIME_DIR']}/pipewire-0")
        descriptors = Gio.UnixFDList.new()
        descriptors.append(way.fileno())
        way.close()
        invocation.return_value_with_unix_fd_list(GLib.Variant('(h)', (0,)), descriptors)

    def answer(self, _connection, sender, _path, _interface, method, given, invocation):
        self.said.append(method)
        if method == 'Close':
            invocation.return_value(None)
        elif method == 'OpenPipeWireRemote':
            self.hand_out(invocation)
        else:
            self.grant(sender, method, given.unpack()[-1]['handle_token'], invocation)

    def grant(self, sender, method, token, invocation):
        """The answer comes by a signal of the request, whose path follows from who asks and the token."""
        results = {}
        if method == 'CreateSession':
            results['session_handle'] = GLib.Variant('s', SESSION)
        elif method == 'Start':
            results['streams'] = GLib.Variant('a(ua{sv})', [(self.find_node(), {})])
        path = f"{PATH}/request/{sender[1:].replace('.', '_')}/{token}"
        invocation.return_value(GLib.Variant('(o)', (path,)))
        self.connection.emit_signal(None, path, 'org.freedesktop.portal.Request', 'Response',
                                    GLib.Variant('(ua{sv})', (0, results)))
