import { unmarshall } from '@aws-sdk/util-dynamodb';

/** An item as it was written, and as it is read here: by what its writer calls things, without the product's own readers. */
export type Item = Readonly<Record<string, unknown>>;

export type SeenPlace = {
  readonly userId: string;
  readonly role: string;
  readonly attendeeId?: string;
  readonly isMuted: boolean;
};
export type SeenRoom = {
  readonly id: string;
  readonly status: string;
  readonly hostId: string;
  readonly isMutedAll: boolean;
  readonly meeting?: { readonly id: string };
  readonly stage?: readonly SeenPlace[];
};
type Seated = { readonly seat?: { readonly attendee: { readonly AttendeeId: string } } };

type Image = Parameters<typeof unmarshall>[0];
const toImage = (image: unknown) => image as Image;
export const toItem = (image: unknown): Item | undefined =>
  image === undefined ? undefined : unmarshall(toImage(image));
export const readText = (value: unknown): string => (value as { readonly S?: string } | undefined)?.S ?? '';
const toSeated = (item: Item) => item as Seated;
export const seatOf = (item: Item): string | undefined => toSeated(item).seat?.attendee.AttendeeId;
export const toSeenRoom = (item: Item) => item['room'] as SeenRoom;
export const kindOf = (item: Item): string => String(item['sk']).split('#')[0] ?? '';
