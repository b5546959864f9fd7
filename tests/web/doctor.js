/* The doctor's end of the tests: always offers, ignores a colliding offer, and begins an epoch at every restart. */

const doctor = {
  epoch: 0,
  answering: true,
  connection: null,
  heard: 0,
  patient: null,

  call() {
    doctor.answering = true;
    return doctor.begin();
  },

  /* Tells the patient's side that this one came back, and lets it ask. */
  knock() {
    doctor.answering = true;
    doctor.send({ type: 'signal', to: doctor.patient, restart: true });
  },

  hangUp() {
    doctor.answering = false;
    doctor.send({ type: 'consultation_action', action: 'hang_up' });
    doctor.connection?.close();
  },

  async begin() {
    doctor.connection?.close();
    doctor.epoch += 1;

    const { epoch } = doctor;
    const connection = new RTCPeerConnection();

    doctor.connection = connection;
    for (const track of doctor.media.getTracks())
      connection.addTrack(track, doctor.media);
    connection.ontrack = ({ track, streams: [stream] }) => {
      document.querySelector('video').srcObject = stream;
      if (track.kind === 'audio')
        listen(stream);
    };
    connection.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate)
        doctor.signal(epoch, { candidate: candidate.toJSON() });
    };
    await connection.setLocalDescription();
    doctor.signal(epoch, { description: connection.localDescription });
  },

  async signalled(frame) {
    if (frame.from !== doctor.patient)
      return;
    if (frame.restart) {
      if (doctor.answering)
        await doctor.begin();
      return;
    }
    if (frame.epoch !== doctor.epoch || frame.description?.type === 'offer')
      return;
    if (frame.description)
      await doctor.connection.setRemoteDescription(frame.description);
    else
      await doctor.connection.addIceCandidate(frame.candidate);
  },

  signal(epoch, content) {
    doctor.send({ type: 'signal', to: doctor.patient, epoch, ...content });
  },

  send(frame) {
    doctor.socket.send(JSON.stringify(frame));
  },

  async stats(kind) {
    const reports = await doctor.connection.getStats();

    return [...reports.values()].find((one) => one.type === 'inbound-rtp' && one.kind === kind) ?? {};
  },

  /* Milliseconds since the patient was last heard; the fake microphone beeps every now and then. */
  silence() {
    return performance.now() - doctor.heard;
  },

  /* How bright the patient's picture is, 0 to 255: a camera that is off is black. */
  brightness() {
    const video = document.querySelector('video');
    const canvas = new OffscreenCanvas(32, 32);
    const context = canvas.getContext('2d');

    context.drawImage(video, 0, 0, 32, 32);
    return context.getImageData(0, 0, 32, 32).data.filter((_, index) => index % 4 !== 3)
      .reduce((sum, value) => sum + value, 0) / (32 * 32 * 3);
  },
};

function picture() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
  const context = canvas.getContext('2d');
  let hue = 0;

  setInterval(() => {
    hue += 5;
    context.fillStyle = `hsl(${hue} 45% 55%)`;
    context.fillRect(0, 0, 640, 480);
    context.fillStyle = '#f6d7c3';
    context.beginPath();
    context.arc(320, 210, 90, 0, 7);
    context.fill();
    context.fillStyle = '#ffffff';
    context.fillRect(170, 310, 300, 170);
  }, 40);
  return canvas.captureStream(25);
}

function sound() {
  const context = new AudioContext();
  const target = context.createMediaStreamDestination();
  const tone = new OscillatorNode(context, { frequency: 220 });

  tone.connect(target);
  tone.start();
  return target.stream;
}

function listen(stream) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  const samples = new Float32Array(analyser.fftSize);

  context.createMediaStreamSource(stream).connect(analyser);
  setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    if (samples.some((sample) => Math.abs(sample) > 0.001))
      doctor.heard = performance.now();
  }, 20);
}

doctor.media = new MediaStream([...picture().getTracks(), ...sound().getTracks()]);
doctor.socket = new WebSocket(`ws://${location.host}/ws/consultation/x/?doctor=${location.pathname.split('/')[2]}`);
doctor.socket.onmessage = ({ data }) => {
  const frame = JSON.parse(data);

  if (frame.participants)
    doctor.patient = frame.participants.find(({ role }) => role === 'patient').id;
  if (frame.type === 'signal')
    doctor.signalled(frame);
};
globalThis.doctor = doctor;
