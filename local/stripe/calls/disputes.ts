import type Stripe from 'stripe';
import type { House } from '../house.ts';
import { textsOf } from '../objects/session.ts';
import { type Call, toParams } from '../wire/call.ts';
import { listWhere } from '../wire/lists.ts';
import { idOf, type Operation } from '../wire/operation.ts';
import { missing, notHere, StripeRefusal } from '../wire/refusal.ts';
import { allowOnly } from '../wire/rules.ts';

function find(call: Call, house: House): Stripe.Dispute {
  const found = house.state.disputes.get(idOf(call));
  if (!found) throw missing('dispute', idOf(call), 'dispute');
  return found;
}

function list(call: Call, house: House): object {
  const params = toParams<Stripe.DisputeListParams>(call);
  allowOnly(params, ['payment_intent', 'charge', 'created.*', 'limit', 'starting_after', 'ending_before', 'expand']);
  return listWhere('/v1/disputes', house.state.disputes.values(), params, ['payment_intent', 'charge']);
}

function checkUpdate({ params }: Call): void {
  const { evidence, intended_submission_method: method } = params;
  if (method !== undefined) throw notHere('the parameter intended_submission_method');
  if (typeof evidence === 'object' && evidence !== null && 'enhanced_evidence' in evidence)
    throw notHere('the parameter evidence.enhanced_evidence');
}

/** Evidence is kept, and with `submit` sent to the bank: from then on it is under review. */
function update(call: Call, house: House): Stripe.Dispute {
  const dispute = find(call, house);
  const { evidence = {}, submit: isSent = false, metadata } = toParams<Stripe.DisputeUpdateParams>(call);
  if (dispute.status !== 'needs_response' && Object.keys(evidence).length > 0)
    throw new StripeRefusal(400, 'This dispute is already closed or under review; its evidence cannot change.');
  const { appeal: _, enhanced_evidence: __, ...texts } = evidence;
  const details = dispute.evidence_details;
  const changed = house.state.disputes.put(dispute.id, {
    ...dispute,
    evidence: { ...dispute.evidence, ...texts },
    evidence_details: {
      ...details,
      has_evidence: details.has_evidence || Object.keys(texts).length > 0,
      submission_count: details.submission_count + (isSent ? 1 : 0),
    },
    metadata: { ...dispute.metadata, ...textsOf(metadata) },
    status: isSent ? 'under_review' : dispute.status,
  });
  house.publish('charge.dispute.updated', changed);
  return changed;
}

const path = '/v1/disputes';

export const disputeCalls: readonly Operation[] = [
  { method: 'GET', path, name: 'disputes.list', run: list },
  { method: 'GET', path: `${path}/{id}`, name: 'disputes.retrieve', run: find },
  { method: 'POST', path: `${path}/{id}`, name: 'disputes.update', check: checkUpdate, run: update },
];
