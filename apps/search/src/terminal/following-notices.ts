import { printableLine } from '@x/terminal';

import { type FollowOptions, messageOf } from '../watch/follow-folders.ts';

/** Returns functions that print one line when an index falls behind its folders, and one when it has caught up. */
export function followingNotices(stderr: NodeJS.WritableStream): Pick<FollowOptions, 'onFailure' | 'onRecovery'> {
  return {
    onFailure: (error) => void stderr.write(`Not up to date, trying again: ${printableLine(messageOf(error))}\n`),
    onRecovery: () => void stderr.write('Up to date again.\n'),
  };
}
