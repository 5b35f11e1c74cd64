import { describe, expect, it } from 'vitest';
import { type CaptionLine, withLine } from '../../web/audio/caption-lines.ts';
import { withFrame } from '../../web/page/seen-room.ts';
import { openRoomPage } from './room-page.ts';

const line = (id: string, text: string): CaptionLine => ({ id, userId: '1', text });

describe('captions on a page', () => {
  it('show a line in parts as one line that becomes longer', () => {
    const begun = withLine([line('a', 'Good evening.')], line('b', 'Tonight'));
    expect(withLine(begun, line('b', 'Tonight we ride')).map(({ text }) => text)).toEqual([
      'Good evening.',
      'Tonight we ride',
    ]);
  });

  it('keep the last four lines', () => {
    const lines = ['a', 'b', 'c', 'd', 'e'].reduce<readonly CaptionLine[]>(
      (told, id) => withLine(told, line(id, id)),
      [],
    );
    expect(lines.map(({ id }) => id)).toEqual(['b', 'c', 'd', 'e']);
  });

  it('are offered once the room is told to have them, and no longer when it is told that they are off', () => {
    const { room } = openRoomPage().now;
    const told = (facts: object) => ({ seq: 1, at: '2026-11-21T12:00:00.000Z', type: 'captions.changed', ...facts });
    const on = withFrame({ room, people: undefined }, told({ isOn: true, isRunning: false, lang: 'en' }), []);
    expect(on.room).toEqual({ ...room, areCaptionsOn: true, areCaptionsRunning: false });
    const off = withFrame(on, told({ isOn: false, isRunning: false }), []);
    expect(off.room).toEqual({ ...room, areCaptionsOn: false, areCaptionsRunning: false });
  });
});
