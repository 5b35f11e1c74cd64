/** How a client's stay ended, in the words of the browser client's status codes. */
export type Ending =
  | 'MeetingEnded'
  | 'AudioAttendeeRemoved'
  | 'AudioJoinedFromAnotherDevice'
  | 'AudioAuthenticationRejected'
  | 'AudioCallAtCapacity'
  | 'SignalingBadRequest'
  | 'Left'
  | 'Lost';

const byStatus: Readonly<Record<number, Ending>> = {
  301: 'AudioJoinedFromAnotherDevice',
  403: 'AudioAuthenticationRejected',
  409: 'AudioCallAtCapacity',
  410: 'MeetingEnded',
  411: 'AudioAttendeeRemoved',
};

const byCloseCode: Readonly<Record<number, Ending>> = { 4403: 'SignalingBadRequest', 4410: 'MeetingEnded' };

export function endingOfStatus(status: number): Ending | undefined {
  return byStatus[status];
}

/** Undefined for a close that a client answers by connecting again. */
export function endingOfClose(code: number): Ending | undefined {
  return byCloseCode[code];
}
