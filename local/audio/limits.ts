/** The service's quotas and time limits. Counts unless the name carries a unit; times are virtual seconds. */
export type Limits = {
  /** "Attendees per meeting": 250, not adjustable; counted as created, not as connected. */
  readonly seatsPerMeeting: number;
  /** "Audio streams per meeting": 250, not adjustable. */
  readonly audioStreamsPerMeeting: number;
  /** "Replica meetings per primary meeting" (L-154D84D0): 4, up to 40 on request. */
  readonly replicasPerPrimary: number;
  /** "Concurrent (active) meetings": 250; replicas are counted too, which is the cautious reading. */
  readonly concurrentMeetings: number;
  /** 10 requests per second for every API operation by itself. */
  readonly requestsPerSecond: number;
  /** Burst of 20 for every API operation by itself. */
  readonly requestBurst: number;
  /** A primary without an audio connection ends after 5 minutes. */
  readonly idleSeconds: number;
  /** Every meeting ends 24 hours after it was made. */
  readonly lifetimeSeconds: number;
  /** BatchCreateAttendee takes at most 100 attendees. */
  readonly attendeesPerBatch: number;
  /** BatchUpdateAttendeeCapabilitiesExcept takes at most 250 excluded attendees. */
  readonly exclusionsPerCall: number;
};

export const serviceLimits: Limits = {
  seatsPerMeeting: 250,
  audioStreamsPerMeeting: 250,
  replicasPerPrimary: 4,
  concurrentMeetings: 250,
  requestsPerSecond: 10,
  requestBurst: 20,
  idleSeconds: 300,
  lifetimeSeconds: 86_400,
  attendeesPerBatch: 100,
  exclusionsPerCall: 250,
};
