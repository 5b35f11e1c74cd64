/** A body of each operation that would do, so that only what a test is about is wrong. */
export const goodBodies: Readonly<Record<string, Record<string, unknown>>> = {
  createRoom: { title: 'Fine' },
  sendReaction: { emoji: '👏' },
  postMessage: { text: 'Fine' },
  setCaptions: { isOn: true },
  consentToCaptions: { isGiven: true },
  mutePerson: { isMuted: true },
  muteAll: { isOn: true },
  raiseHand: { isRaised: true },
  handOver: { userId: '4242' },
  invitePerson: { userId: '4242', role: 'speaker' },
  addPin: { url: 'https://example.org' },
  fileReport: { reason: 'spam' },
  makeAppeal: { kind: 'verdict', text: 'No.' },
  decideReport: { state: 'in_review' },
  suspendUser: { scope: 'hosting', reason: 'No.' },
  grantHosting: { allows: ['host'], reason: 'No.', expiresAt: '2999-01-01T00:00:00Z' },
};
