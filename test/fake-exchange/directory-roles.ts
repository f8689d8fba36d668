// Directory roles of the app itself: their template ids are in its tokens.
import type { FakeState } from './model.js'

export const templateIds: Readonly<Record<string, string>> = {
  'User Administrator': 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  'Privileged Authentication Administrator': '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Directory Readers': '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
}

/** Every token has the first one, which stands for no role. */
const noRole = '0997a1d0-0d1d-4acb-b408-d5ca73121e90'

export function listRoleIds({ directoryRoles }: FakeState): readonly string[] {
  return [noRole, ...[...directoryRoles].map((name) => templateIds[name] ?? name)]
}
