import { permissionScopes, type PermissionScope } from '../domain/api-key.ts';
import { scopesOfTask, tasks } from '../domain/task.ts';

/** The scopes that a key should have: those the owner wrote down, else those of its task. */
export function scopesExpected(task: string, written: readonly string[]): readonly PermissionScope[] {
  const own = permissionScopes.filter((scope) => written.includes(scope));
  if (own.length > 0) return own;
  const known = tasks.find((each) => each === task);
  // A task that we do not know allows nothing but reading: too narrow is seen, too wide is not.
  return known === undefined ? ['read'] : scopesOfTask[known];
}
