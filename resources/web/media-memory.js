/* A reload must not open a microphone that was closed, nor a camera: what was chosen in this tab is kept in it. */

const CHOICES = ['muted', 'cameraOff', 'soundOnly'];

export function rememberMedia(media, seat) {
  for (const choice of CHOICES)
    media[choice] = seat.get(choice, false);
  media.addEventListener('change', () => {
    for (const choice of CHOICES)
      seat.set(choice, media[choice]);
  });
}
