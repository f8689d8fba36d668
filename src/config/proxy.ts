// The proxy of the environment, as every other program here would take it, where the settings say nothing about one.
import { type Environment, findVariable } from './references.js'

/** What cannot be a section of settings is left as it is. */
export function withProxy(given: unknown, environment: Environment): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  const own = { ...toProxy(environment), ...given }
  // Past the proxy with everything is no proxy; not all that reads the two knows the star.
  return 'noProxy' in own && own.noProxy === '*' ? { ...own, proxy: undefined } : own
}

function toProxy(environment: Environment): { readonly proxy?: string; readonly noProxy?: string } {
  const proxy = findAny(environment, ['HTTPS_PROXY', 'https_proxy'])
  const noProxy = findAny(environment, ['NO_PROXY', 'no_proxy'])
  return {
    // Some write the host alone, and mean this.
    ...(proxy === undefined ? {} : { proxy: proxy.includes('://') ? proxy : `http://${proxy}` }),
    ...(noProxy === undefined ? {} : { noProxy }),
  }
}

function findAny(environment: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => findVariable(environment, name)).find((value) => value !== undefined)
}
