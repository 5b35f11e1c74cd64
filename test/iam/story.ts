import type { CloudModel } from '../../local/model.ts';
import { blocks } from './blocks.ts';
import { captions } from './captions.ts';
import { conversation } from './conversation.ts';
import { guests } from './guests.ts';
import { hostLost, sweep, withoutTimers } from './lost.ts';
import { media } from './media.ts';
import { minting } from './minting.ts';
import { moderation } from './moderation.ts';
import { newcomers } from './newcomers.ts';
import { people } from './people.ts';
import { realtime } from './realtime.ts';
import { reconciling } from './reconciling.ts';
import { rivals } from './rivals.ts';
import { doors, liveRoom, plannedRooms } from './rooms.ts';
import { stage } from './stage.ts';
import { stripeNews } from './stripe-news.ts';
import { succession } from './succession.ts';
import type { Chapter } from './telling.ts';
import { ticketNewcomers, tickets, ticketsDue, ticketsGone, ticketsLost } from './tickets.ts';
import { waitingList } from './waiting-list.ts';

/** Everything once: together the chapters use every grant of every manifest. Each stands alone. */
export const chapters: Readonly<Record<string, Chapter>> = {
  newcomers,
  people,
  blocks,
  liveRoom,
  plannedRooms,
  doors,
  rivals,
  guests,
  media,
  hostLost,
  minting,
  realtime,
  captions,
  conversation,
  moderation,
  stage,
  stripeNews,
  succession,
  tickets,
  ticketsGone,
  ticketsLost,
  ticketsDue,
  ticketNewcomers,
  reconciling,
  waitingList,
  sweep,
};

/** Chapters of a cloud in which something is missing. */
export const changes: Readonly<Record<string, (model: CloudModel) => CloudModel>> = { sweep: withoutTimers };
