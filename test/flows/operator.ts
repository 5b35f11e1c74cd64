import {
  type AttendeeCapabilities,
  ChimeSDKMeetingsClient,
  CreateAttendeeCommand,
  DeleteMeetingCommand,
} from '@aws-sdk/client-chime-sdk-meetings';
import { type AttributeValue, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { fromMember, toMember } from '../../adapters/dynamodb/member-item.ts';
import { fromRoom, toRoom } from '../../adapters/dynamodb/room-item.ts';
import { type Key, memberKey, roomKey } from '../../adapters/dynamodb/table.ts';
import { type LiveRoom, nextVersion, type Room } from '../../domain/room.ts';
import type { Member } from '../../domain/seat.ts';
import { newPlace, type PlaceRole, withoutPlace } from '../../domain/stage.ts';
import type { Person, World } from '../world.ts';

/** What somebody with the operator's keys does to a room from outside, through the unmodified SDKs. */
export type Operator = {
  room(roomId: string): Promise<Room>;
  liveRoom(roomId: string): Promise<LiveRoom>;
  member(roomId: string, userId: string): Promise<Member | undefined>;
  /** A place on the stage with a credential of the primary meeting, written as a promotion writes it. */
  putOnStage(roomId: string, person: Person, role?: Exclude<PlaceRole, 'host'>): Promise<void>;
  /** The place gone again, as a demotion writes it. */
  takeOffStage(roomId: string, person: Person): Promise<void>;
  muteAll(roomId: string): Promise<void>;
  deleteMeeting(meetingId: string): Promise<void>;
};

const maySpeak: AttendeeCapabilities = { Audio: 'SendReceive', Video: 'None', Content: 'None' };
type Item = Readonly<Record<string, unknown>>;

type Keys = {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly endpoints: { readonly chime: string; readonly dynamodb: string };
  readonly tables: { readonly rooms: string };
};
const toKeys = (value: unknown) => value as Keys;

export async function openOperator(world: World): Promise<Operator> {
  const { region, endpoints, tables, ...credentials } = toKeys((await world.nobody.get('/local/endpoints')).body);
  const audio = new ChimeSDKMeetingsClient({ region, credentials, endpoint: endpoints.chime });
  const database = new DynamoDBClient({ region, credentials, endpoint: endpoints.dynamodb });
  const read = async (key: Key): Promise<Item | undefined> => {
    const input = { TableName: tables.rooms, Key: marshall(key), ConsistentRead: true };
    const { Item } = await database.send(new GetItemCommand(input));
    return Item && unmarshall(Item);
  };
  const put = (item: Item) => {
    const Item: Record<string, AttributeValue> = marshall(item, { removeUndefinedValues: true });
    return database.send(new PutItemCommand({ TableName: tables.rooms, Item }));
  };
  const room = async (roomId: string) => toRoom((await read(roomKey(roomId))) ?? {});
  const liveRoom = async (roomId: string) => {
    const found = await room(roomId);
    if (found.status !== 'live') throw new Error(`Room ${roomId} is ${found.status}`);
    return found;
  };
  const member = async (roomId: string, userId: string) => {
    const item = await read(memberKey(roomId, userId));
    return item && toMember(item);
  };
  return {
    room,
    liveRoom,
    member,
    async putOnStage(roomId, { userId }, role = 'speaker') {
      const live = await liveRoom(roomId);
      const at = new Date(world.cloud.clock.now()).toISOString();
      const input = {
        MeetingId: live.meeting.id,
        ExternalUserId: `s.${userId}.1`,
        Capabilities: maySpeak,
      };
      const { Attendee: attendee } = await audio.send(new CreateAttendeeCommand(input));
      const { AttendeeId = '', ExternalUserId = '', JoinToken = '' } = attendee ?? {};
      const { epoch, meeting, stage } = live;
      const place = newPlace(userId, role, at, { attendeeId: AttendeeId });
      await put(fromRoom(nextVersion({ ...live, stage: [...stage, place] }, at)));
      const known = await member(roomId, userId);
      const credential = { epoch, meetingId: meeting.id, attendee: { AttendeeId, ExternalUserId, JoinToken } };
      const joined = { roomId, userId, state: 'joined', epoch, joinedAt: at } as const;
      await put(fromMember({ ...joined, ...known, role, stage: credential }, true));
    },
    async takeOffStage(roomId, { userId }) {
      const at = new Date(world.cloud.clock.now()).toISOString();
      await put(fromRoom(nextVersion(withoutPlace(await liveRoom(roomId), userId), at)));
    },
    async muteAll(roomId) {
      const at = new Date(world.cloud.clock.now()).toISOString();
      await put(fromRoom(nextVersion({ ...(await liveRoom(roomId)), isMutedAll: true }, at)));
    },
    async deleteMeeting(MeetingId) {
      await audio.send(new DeleteMeetingCommand({ MeetingId }));
    },
  };
}
