import { type Act, ask } from './acts.ts';
import type { Cast } from './cast.ts';
import { byHosts, byOne, type Setting } from './runners.ts';

const at = ({ scene, roomId }: Setting, name: keyof Cast) => ({ roomId, userId: scene.cast[name].userId });

/** Out of the room for good, or until somebody lifts it. */
export const remove = (name: keyof Cast): Act =>
  byHosts((setting, host) => ask(setting.scene, host, 'removePerson', at(setting, name)));

export const lift = (name: keyof Cast): Act =>
  byHosts((setting, host) => ask(setting.scene, host, 'liftBan', at(setting, name)));

/** By the host, whose blocks close the room's door; answered, it has taken effect. */
export const block = (name: keyof Cast): Act =>
  byOne(['host'], async ({ scene }, host) => {
    const { userId } = scene.cast[name];
    const { status } = await ask(scene, host, 'blockUser', { userId });
    if (status === 200) scene.watch.blocked(host.userId, userId);
  });

export const unblock = (name: keyof Cast): Act =>
  byOne(['host'], ({ scene }, host) => ask(scene, host, 'unblockUser', { userId: scene.cast[name].userId }));
