import type { Profile } from '../api/types.ts';

/** Dark enough, each, for white initials. */
const shades = ['#8a3b12', '#1f5f8b', '#276749', '#9b2c5e', '#4a4e91', '#7a5200', '#0b6b6b', '#6b3fa0'];

const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase();
};

const shadeOf = (id: string): string | undefined => shades[Number(BigInt(id) % BigInt(shades.length))];

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
