import { describe, expect, it } from 'vitest';
import { allow, type Kind, refusals, refuse, statusOf } from '../../domain/refusal.ts';

/** The codes as the public contract lists them. */
const contract: Record<Kind, string> = {
  invalid:
    'invalid_field malformed_cursor starts_in_past too_far_ahead price_out_of_range currency_unsupported net_not_positive reaction_unknown link_not_allowed invalid_signature not_available_yet',
  unauthenticated: 'unauthenticated',
  payment_required: 'ticket_required',
  forbidden:
    'not_eligible_to_host not_eligible_to_sell protected_account hosting_suspended account_suspended blocked_by_host blocked_from_room not_allowed_for_role followers_only invited_only room_locked guests_not_allowed chat_off',
  not_found: 'room_not_found user_not_found not_found',
  conflict:
    'idempotency_mismatch version_conflict handle_taken already_hosting too_many_scheduled room_not_live room_already_ended stage_full cohosts_full pins_full sold_out already_has_ticket sale_closed capacity_below_sold invitation_expired already_decided refund_too_late not_in_room not_on_stage',
  too_many: 'too_fast slow_mode requests_full cap_reached',
  unavailable: 'audience_full audience_warming waiting_room audio_unavailable payments_unavailable switched_off',
};
const added = ['room_already_live', 'busy', 'places_left'];

describe('refusals', () => {
  it('has every code of the contract under its kind, and no other but the added ones', () => {
    for (const [code, { kind }] of Object.entries(refusals)) {
      if (!added.includes(code)) expect(contract[kind].split(' '), code).toContain(code);
    }
    const listed = Object.values(contract).flatMap((codes) => codes.split(' '));
    expect(Object.keys(refusals).sort()).toEqual([...listed, ...added].sort());
  });

  it('gives each kind one HTTP status', () => {
    const kinds = [
      'invalid',
      'unauthenticated',
      'payment_required',
      'forbidden',
      'not_found',
      'conflict',
      'too_many',
      'unavailable',
    ] as const;
    expect(kinds.map(statusOf)).toEqual([400, 401, 402, 403, 404, 409, 429, 503]);
  });

  it('says when to try again for every 429 and 503 and for nothing else', () => {
    for (const [code, entry] of Object.entries(refusals)) {
      expect('retryAfterSeconds' in entry, code).toBe(entry.kind === 'too_many' || entry.kind === 'unavailable');
    }
    expect(refuse('audience_warming').refusal.retryAfterSeconds).toBe(1);
  });

  it('carries the field, the facts and a narrower message', () => {
    const { refusal } = refuse('not_eligible_to_host', { facts: { need: 600, have: 599 }, message: 'Almost.' });
    expect(refusal).toEqual({
      kind: 'forbidden',
      code: 'not_eligible_to_host',
      message: 'Almost.',
      facts: { need: 600, have: 599 },
    });
    expect(refuse('invalid_field', { param: 'title' }).refusal.param).toBe('title');
  });

  it('allows with what was decided', () => {
    expect(allow(3)).toEqual({ isAllowed: true, value: 3 });
    expect(allow().isAllowed).toBe(true);
  });
});
