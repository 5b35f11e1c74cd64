import type { Profile } from '../api/types.ts';

const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase();
};

/** A colour per person, all of one lightness: dark enough for white initials. */
const shadeOf = (id: string): string => `oklch(46% 0.11 ${BigInt(id) % 360n}deg)`;

type AvatarProps = {
  readonly person: Pick<Profile, 'id' | 'name'> | undefined;
  readonly size?: 'small' | 'large';
  /** `bubble` for somebody who hosts a live room, `voice` for somebody who speaks now. */
  readonly ring?: 'bubble' | 'voice' | undefined;
};

/** Initials in a circle. Says nothing to screen readers: the name always stands beside it. */
export function Avatar({ person, size, ring }: AvatarProps) {
  const style = person && { backgroundColor: shadeOf(person.id) };
  const kinds = ['avatar', size && `avatar-${size}`, ring && `ring ring-${ring}`].filter(Boolean).join(' ');
  return (
    <span className={kinds} aria-hidden="true">
      <span className="initials" style={style}>
        {person ? initialsOf(person.name) : ''}
      </span>
    </span>
  );
}
