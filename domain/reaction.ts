/** The emoji people can send; an operator may list others in the config. */
export const reactions: readonly string[] = ['💯', '✋', '✊', '✌️', '👋', '😂', '❤️', '👏'];
