import { describe, expect, it } from 'vitest';
import { noNotes, noted } from '../../web/page/notes.ts';
import { type Queue, queueTold, withRequest } from '../../web/page/queue.ts';
import { linkOf } from '../../web/page/safe-link.ts';
import { actionsToward, needsTicket } from '../../web/page/what-one-may.ts';

const told = (type: string, facts: object) => ({ seq: 1, at: '2026-11-21T12:00:00.000Z', type, ...facts });
const made = (userId: string, second: number) =>
  told('request.made', { userId, askedAt: `2026-11-21T12:00:0${second}.000Z` });
const idsIn = (queue: Queue) => queue.map(({ userId }) => userId);

describe('the queue of requests on the page', () => {
  it('has the longest waiting first, in whatever order requests are told', () => {
    const queue = [made('3', 3), made('1', 1), made('2', 2)].reduce(queueTold, []);
    expect(idsIn(queue)).toEqual(['1', '2', '3']);
  });

  it('has a person once: whoever asks again waits from then on', () => {
    const queue = [made('1', 1), made('2', 2), made('1', 1), made('1', 3)].reduce(queueTold, []);
    expect(idsIn(queue)).toEqual(['2', '1']);
  });

  it('lets go of whoever took the request back, was answered or left', () => {
    const queue = [made('1', 1), made('2', 2), told('request.withdrawn', { userId: '1' })].reduce(queueTold, []);
    expect(idsIn(queue)).toEqual(['2']);
    expect(idsIn(withRequest(queue, { userId: '1', askedAt: '2026-11-21T12:00:09.000Z' }))).toEqual(['2', '1']);
  });
});

describe('what a person is told on the page', () => {
  it('ends their request when it is answered, and when they come on stage', () => {
    const asking = { ...noNotes, hasAsked: true };
    expect(noted(asking, told('request.closed', { roomId: 'a' }), 'a').hasAsked).toBe(false);
    expect(noted(asking, told('promoted', {}), 'a').hasAsked).toBe(false);
    expect(noted(asking, told('request.closed', { roomId: 'another' }), 'a').hasAsked).toBe(true);
  });

  it('offers an invitation to this room and not one to another', () => {
    const invited = { roomId: 'a', role: 'cohost', openUntil: '2026-11-21T12:10:00.000Z' };
    expect(noted(noNotes, told('invited', invited), 'a').offer).toEqual(invited);
    expect(noted(noNotes, told('invited', invited), 'b').offer).toBeUndefined();
  });

  it('lowers the hand of whoever goes from the stage', () => {
    const raised = noted(noNotes, told('hand.raised', { userId: '1', isRaised: true }), 'a');
    expect([...raised.hands]).toEqual(['1']);
    expect([...noted(raised, told('stage.changed', { speakers: [{ userId: '2' }] }), 'a').hands]).toEqual([]);
    expect([...noted(raised, told('hand.raised', { userId: '1', isRaised: false }), 'a').hands]).toEqual([]);
  });

  it('names people they have blocked the moment they come on stage', () => {
    expect([...noted(noNotes, told('label', { roomId: 'a', userId: '66' }), 'a').labels]).toEqual(['66']);
    expect([...noted(noNotes, told('label', { roomId: 'b', userId: '66' }), 'a').labels]).toEqual([]);
  });

  it('counts reactions as the last tick says', () => {
    expect(noted(noNotes, told('tick', { participantCount: 2, reactions: { '👏': 7 } }), 'a').reactions).toEqual({
      '👏': 7,
    });
  });
});

describe('what the page offers toward somebody', () => {
  const pair = { isMuted: false, isBlocked: false };
  it('is all of the stage for the host, less for a co-host, and safety for everybody', () => {
    expect(actionsToward({ ...pair, mine: 'host', theirs: 'cohost' })).toEqual([
      'mute',
      'hand_over',
      'put_down',
      'remove',
      'block',
      'report',
    ]);
    expect(actionsToward({ ...pair, mine: 'host', theirs: 'listener' })).toEqual([
      'invite_speaker',
      'invite_cohost',
      'remove',
      'block',
      'report',
    ]);
    expect(actionsToward({ ...pair, mine: 'cohost', theirs: 'cohost' })).toEqual(['mute', 'block', 'report']);
    expect(actionsToward({ isMuted: true, isBlocked: true, mine: 'cohost', theirs: 'speaker' })).toEqual([
      'unmute',
      'put_down',
      'remove',
      'unblock',
      'report',
    ]);
    expect(actionsToward({ ...pair, mine: 'listener', theirs: 'host' })).toEqual(['block', 'report']);
  });
});

describe('a pin', () => {
  it('leads to the web or nowhere', () => {
    expect(linkOf('https://example.org/a?b#c')).toBe('https://example.org/a?b#c');
    const others = [
      'javascript:alert(1)',
      ' javascript:alert(1)',
      'JAVASCRIPT:1',
      'data:text/html,x',
      '123',
      'ftp://example.org',
    ];
    for (const url of others) expect(linkOf(url), url).toBeUndefined();
  });
});

describe('a ticket', () => {
  const door = { hostId: '1', cohostIds: ['2'], speakerIds: ['3'], invitedUserIds: ['4'] };
  const asked = (audience: 'public' | 'tickets') =>
    ['1', '2', '3', '4', '5'].map((id) => needsTicket({ ...door, audience }, id));

  it('is asked of everybody but people on stage and those invited to it', () => {
    expect(asked('tickets')).toEqual([false, false, false, false, true]);
    expect(needsTicket({ ...door, audience: 'tickets', invitedUserIds: [] }, '4')).toBe(true);
  });

  it('is asked of nobody in an open room', () => expect(asked('public')).not.toContain(true));
});
