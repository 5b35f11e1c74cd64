/** Why there is no microphone: nobody allowed it, there is none, or another program holds it. */
export type Missing = 'denied' | 'missing' | 'busy';

/** The microphone as a stream that belongs to the caller, or why there is none. */
export async function openMicrophone(): Promise<MediaStream | Missing> {
  // Browsers hide the microphone from pages that came over plain HTTP from another machine.
  if (!navigator.mediaDevices) return 'denied';
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  } catch (error) {
    return reasons[error instanceof DOMException ? error.name : ''] ?? 'busy';
  }
}

const reasons: Readonly<Record<string, Missing>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
};

export const closeMicrophone = (stream: MediaStream | undefined): void => {
  for (const track of stream?.getTracks() ?? []) track.stop();
};
