/* Whether a call could get through this network: two ends in this very page meet by the practice's relay, and nothing else. */

const PATIENCE = 8_000;
const PINGS = 3;

const isRelay = (url) => /^turns?:/.test(url);

function connect(one, other) {
  for (const [from, to] of [[one, other], [other, one]])
    from.onicecandidate = ({ candidate }) => candidate?.candidate && to.addIceCandidate(candidate).catch(() => {});
}

async function agree(one, other) {
  await one.setLocalDescription();
  await other.setRemoteDescription(one.localDescription);
  await other.setLocalDescription();
  await one.setRemoteDescription(other.localDescription);
}

/* The shortest of some round trips, since the first opens doors on the way. */
async function measure(channel) {
  const times = [];

  for (let count = 0; count < PINGS; count += 1) {
    const start = performance.now();

    await new Promise((resolve) => {
      channel.onmessage = resolve;
      channel.send('ping');
    });
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

async function meet(one, other) {
  const channel = one.createDataChannel('probe');
  const open = new Promise((resolve) => {
    channel.onopen = resolve;
  });

  other.ondatachannel = ({ channel: far }) => {
    far.onmessage = ({ data }) => far.send(data);
  };
  connect(one, other);
  await agree(one, other);
  await open;
  return measure(channel);
}

/* Milliseconds there and back by the relay, Infinity where nothing comes through, null where there is no relay. */
export async function probeNetwork(iceServers) {
  const relays = iceServers.map((server) => ({ ...server, urls: [server.urls].flat().filter(isRelay) }))
    .filter(({ urls }) => urls.length > 0);

  if (relays.length === 0 || globalThis.RTCPeerConnection === undefined)
    return null;

  const ends = [0, 1].map(() => new RTCPeerConnection({ iceServers: relays, iceTransportPolicy: 'relay' }));
  let limit;

  try {
    return await Promise.race([meet(...ends), new Promise((resolve) => {
      limit = setTimeout(() => resolve(Infinity), PATIENCE);
    })]);
  } finally {
    clearTimeout(limit);
    for (const end of ends)
      end.close();
  }
}
