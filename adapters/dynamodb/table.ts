/** Every key and index name is made here and nowhere else. Shapes: data-and-scale in the design. */

export type TableName = 'rooms' | 'social' | 'commerce';
export type Key = { readonly pk: string; readonly sk: string };

export const indexes = {
  directory: 'directory',
  byHost: 'by-host',
  byAttendee: 'by-attendee',
  people: 'people',
  work: 'work',
  followers: 'followers',
  following: 'following',
  reports: 'reports',
  blockers: 'blockers',
  byRoom: 'by-room',
  byBuyer: 'by-buyer',
  due: 'due',
} as const;

/** Shards of the live directory: one value would be one hot index partition at thousands of starts. */
export const directoryShardCount = 8;
/** Free seats lie in four partitions so that one room takes 4 × 1 000 write units per second. */
export const freeShardCount = 4;
export const peopleShardCount = 64;
export const counterShardCount = 8;

export const roomKey = (roomId: string): Key => ({ pk: `ROOM#${roomId}`, sk: 'META' });
export const countKey = (roomId: string): Key => ({ pk: `ROOM#${roomId}#COUNT`, sk: 'TOTAL' });
/** One partition per replica: a join reads them all, and together with META they would be one hot partition. */
export const mediaKey = (roomId: string, replica: number): Key => ({
  pk: `ROOM#${roomId}#MEDIA${replica}`,
  sk: 'MEDIA',
});
export const memberKey = (roomId: string, personId: string): Key => ({
  pk: `ROOM#${roomId}#P#${personId}`,
  sk: 'MEMBER',
});
/** Where a realtime channel keeps its `seq`, and beside it each frame that has had its own. */
export const channelKeys = (channel: string) => {
  const [, , kind, id, name = 'own'] = channel.split('/');
  const pk = `${kind === 'room' ? 'ROOM' : 'USER'}#${id}#CH`;
  const table: TableName = kind === 'room' ? 'rooms' : 'social';
  return {
    table,
    seq: { pk, sk: `SEQ#${name}` },
    frame: (frameId: string): Key => ({ pk, sk: `FRAME#${frameId}` }),
  };
};
export const invitationSort = 'INVITE';
export const invitationKey = (roomId: string, personId: string): Key => ({
  pk: `ROOM#${roomId}#P#${personId}`,
  sk: invitationSort,
});
export const freePartition = (roomId: string, shard: number): string => `ROOM#${roomId}#FREE${shard}`;
export const freeSeatKey = (roomId: string, shard: number, place: string): Key => ({
  pk: freePartition(roomId, shard),
  sk: `${freePlacePrefix}${place}`,
});
export const freePlacePrefix = 'SEAT#';
/** A place in [0, 1) as text that sorts alike, and back. */
export const freePlaceText = (place: number): string =>
  Math.min(2 ** 32 - 1, Math.floor(place * 2 ** 32))
    .toString(16)
    .padStart(8, '0');
export const placeOfKey = (sk: string): number =>
  Number.parseInt(sk.slice(freePlacePrefix.length, freePlacePrefix.length + 8), 16) / 2 ** 32;
/** Meeting to room: media events do not carry the room's id. */
export const meetingKey = (meetingId: string): Key => ({ pk: `MEETING#${meetingId}`, sk: 'ROOM' });
/** Two sparse queues over the members of a room, and the minter's own: partitions of the index `work`. */
export const awaitedQueue = (roomId: string): string => `AWAITED#${roomId}`;
/** Of one epoch: seats of an earlier one are dead, and who left with them must not stand before those who have one. */
export const leftQueue = (roomId: string, epoch: number): string => `LEFT#${roomId}#${epoch}`;
export const minterQueue = 'MINTER';
export const poolWorkId = (roomId: string, epoch: number, priority: string): string =>
  `POOL#${roomId}#${epoch}#${priority}`;
export const stageWorkId = (roomId: string): string => `STAGE#${roomId}`;
export const kickWorkId = (attendeeId: string): string => `KICK#${attendeeId}`;
/** People who ask to speak in one room, and how many of them; both gone a day later by time to live. */
export const requestPartition = (roomId: string): string => `ROOM#${roomId}#REQ`;
export const requestKey = (roomId: string, userId: string): Key => ({
  pk: requestPartition(roomId),
  sk: `${requestPrefix}${userId}`,
});
export const requestPrefix = 'REQUEST#';
export const requestCountKey = (roomId: string): Key => ({ pk: requestPartition(roomId), sk: 'COUNT' });
/** Who was removed from a room, for the hosts' list: the ban itself is the member item. */
export const banPartition = (roomId: string): string => `ROOM#${roomId}#BANS`;
export const banKey = (roomId: string, personId: string): Key => ({
  pk: banPartition(roomId),
  sk: `${banPrefix}${personId}`,
});
export const banPrefix = 'BAN#';
/**
 * Messages of ten minutes lie together: looking back over a room's longest life asks 144 partitions at most, and one takes
 * 1 000 write units a second, five hundred messages. A message is found again by the time in its id.
 */
export const chatBucketSeconds = 600;
export const chatBucket = (at: number): number => Math.floor(at / (chatBucketSeconds * 1000));
export const chatPartition = (roomId: string, bucket: number): string => `ROOM#${roomId}#CHAT#${bucket}`;
export const messagePrefix = 'MESSAGE#';
export const messageKey = (roomId: string, bucket: number, messageId: string): Key => ({
  pk: chatPartition(roomId, bucket),
  sk: `${messagePrefix}${messageId}`,
});
/** When a person wrote last in the room's chat. */
export const paceKey = (roomId: string, userId: string): Key => ({ pk: `ROOM#${roomId}#P#${userId}`, sk: 'PACE' });
/** What a person sent in one window of time; gone soon after by time to live. */
export const reactionsPrefix = 'REACTIONS#';
export const reactionsKey = (roomId: string, userId: string, window: number): Key => ({
  pk: `ROOM#${roomId}#P#${userId}`,
  sk: `${reactionsPrefix}${window}`,
});
/** Sorts by rank first, then by `order`. */
export const workPriority = (rank: string, order: string): string => `${rank}#${order}`;
export const workKey = (workId: string): Key => ({ pk: `WORK#${workId}`, sk: 'WORK' });
/** The operator's switches: one item of the deployment. */
export const switchesKey: Key = { pk: 'SWITCHES#CURRENT', sk: 'SWITCHES' };
/** Calls of one minute by whoever the digest stands for; time to live takes them away. */
export const allowanceKey = (digest: string, minute: number): Key => ({
  pk: `ALLOWANCE#${digest}#${minute}`,
  sk: 'ALLOWANCE',
});

export const profileKey = (userId: string): Key => ({ pk: `USER#${userId}`, sk: 'PROFILE' });
export const blockSetKey = (userId: string): Key => ({ pk: `USER#${userId}`, sk: 'BLOCKSET' });
export const presenceKey = (userId: string): Key => ({ pk: `USER#${userId}`, sk: 'PRESENCE' });
/** The room a person is in: the newest join wins, one room at a time. */
export const whereaboutsKey = (userId: string): Key => ({ pk: `USER#${userId}`, sk: 'WHEREABOUTS' });
/** A room shared into the home of one's followers. */
export const sharePrefix = 'SHARE#';
export const shareKey = (userId: string, roomId: string): Key => ({
  pk: `USER#${userId}`,
  sk: `${sharePrefix}${roomId}`,
});
export const schedulesKey = (userId: string): Key => ({ pk: `USER#${userId}`, sk: 'SCHEDULES' });
export const handleKey = (handle: string): Key => ({ pk: `HANDLE#${handle.toLowerCase()}`, sk: 'OWNER' });
export const followKey = (followerId: string, followedId: string): Key => ({
  pk: `FOLLOW#${followerId}#${followedId}`,
  sk: 'EDGE',
});
export const followerCountKey = (userId: string, shard: number): Key => ({
  pk: `COUNT#${userId}#${shard}`,
  sk: 'FOLLOWERS',
});
export const followingCountKey = (userId: string): Key => ({ pk: `USER#${userId}`, sk: 'FOLLOWING' });
export const blockKey = (blockerId: string, blockedId: string): Key => ({
  pk: `BLOCK#${blockerId}#${blockedId}`,
  sk: 'EDGE',
});
export const idempotencyKey = (userId: string, key: string): Key => ({ pk: `IDEM#${userId}#${key}`, sk: 'RESULT' });
export const ticketKey = (roomId: string, userId: string): Key => ({ pk: `TICKET#${roomId}#${userId}`, sk: 'TICKET' });
export const saleKey = (roomId: string): Key => ({ pk: `SALE#${roomId}`, sk: 'SALE' });
/** One partition per part: a rush for one room takes as many times 1 000 write units a second. */
export const stockKey = (roomId: string, part: number): Key => ({ pk: `STOCK#${roomId}#${part}`, sk: 'PART' });
/** Somebody who waits for a ticket; those of a room stand by their time in the index `by-room`, under a name no room has. */
export const waitingKey = (roomId: string, userId: string): Key => ({ pk: `WAITING#${roomId}#${userId}`, sk: 'ENTRY' });
export const waitingQueue = (roomId: string): string => `WAITING#${roomId}`;
export const waitingPlace = (joinedAt: string, userId: string): string => `${joinedAt}#${userId}`;
/** A payment that was booked, and one that is going back: each exists once, whoever comes first. */
export const paymentKey = (paymentIntentId: string): Key => ({ pk: `PAYMENT#${paymentIntentId}`, sk: 'PAYMENT' });
export const refundKey = (paymentIntentId: string): Key => ({ pk: `REFUND#${paymentIntentId}`, sk: 'REFUND' });
export const ledgerPartition = (roomId: string): string => `LEDGER#${roomId}`;
export const ledgerKey = (roomId: string, entry: string): Key => ({ pk: ledgerPartition(roomId), sk: entry });
/** The transfer to a room's host. */
export const payoutKey = (roomId: string): Key => ({ pk: `TRANSFER#${roomId}`, sk: 'TRANSFER' });
/** How far the refunds of a room have come. */
export const refundJobKey = (roomId: string): Key => ({ pk: `JOB#${roomId}`, sk: 'REFUNDS' });
export const payoutAccountKey = (userId: string): Key => ({ pk: `PAYOUT#${userId}`, sk: 'ACCOUNT' });
/** What a host put on sale on one day, and what an operator has allowed them. */
export const spendingKey = (hostId: string, day: string): Key => ({ pk: `SPENT#${hostId}#${day}`, sk: 'DAY' });
export const capKey = (hostId: string): Key => ({ pk: `CAP#${hostId}`, sk: 'CAP' });
/** What somebody must look at when its time has come: partitions of the index `due`. */
export const dueShardCount = 8;
export const dueQueue = (shard: number): string => `DUE#${shard}`;
export const dueShardOf = (id: string): number => id.charCodeAt(id.length - 1) % dueShardCount;

/** Reports lie in shards of their state's list, by the last character of the id, which is random. */
export const reportShardCount = 8;
export const reportKey = (reportId: string): Key => ({ pk: `REPORT#${reportId}`, sk: 'REPORT' });
/** What one reporter filed, under a digest of what makes two reports the same. */
export const filedKey = (reporterId: string, digest: string): Key => ({ pk: `REPORTER#${reporterId}`, sk: digest });
/** One appeal against each act, and one at a time against a person's verdict. */
export const appealKey = (subject: string): Key => ({ pk: `APPEAL#${subject}`, sk: 'APPEAL' });
/** Acts of moderators that concern one person, oldest first. Append only: no role may update or delete them. */
export const actPartition = (userId: string): string => `ACT#${userId}`;
export const actPrefix = 'ACT#';
export const actKey = (userId: string, actId: string): Key => ({
  pk: actPartition(userId),
  sk: `${actPrefix}${actId}`,
});
/** The chain's entries, and beside them which ones are of a room; append only too. The head of the chain moves. */
const chainPlace = (seq: number): string => String(seq).padStart(12, '0');
export const auditKey = (seq: number): Key => ({ pk: `AUDIT#${chainPlace(seq)}`, sk: 'ENTRY' });
export const auditRoomPartition = (roomId: string): string => `AUDIT#ROOM#${roomId}`;
export const auditRoomKey = (roomId: string, seq: number): Key => ({
  pk: auditRoomPartition(roomId),
  sk: chainPlace(seq),
});
export const chainHeadKey: Key = { pk: 'CHAIN#AUDIT', sk: 'HEAD' };
