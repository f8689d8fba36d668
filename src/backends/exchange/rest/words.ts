// Finds what Exchange said in the body of an error. Its spelling differs between endpoints and years, so keys are read
// without regard to case and every level may be missing.
export interface ErrorWords {
  /** .NET's name of the exception; empty when it was not told. */
  readonly exceptionType: string
  /** The human text, as it came; empty when there is none. */
  readonly text: string
}

export function hasError(json: unknown): boolean {
  return (findMember(json, 'error') ?? null) !== null
}

/** Undefined when the body is no error of Exchange. */
export function findErrorWords(whole: unknown): ErrorWords | undefined {
  const wrapped = findMember(whole, 'error')
  if (typeof wrapped === 'string') return splitMessage(wrapped)
  const error = wrapped ?? whole
  const inner = findMember(error, 'innererror')
  const internal = findMember(inner, 'internalexception')
  const message =
    findDetail(findMember(error, 'details')) ??
    findText(internal, 'message') ??
    findText(error, 'message') ??
    findText(inner, 'message')
  if (message === undefined) return undefined
  const words = splitMessage(message)
  const exceptionType = words.exceptionType || findText(internal, 'type') || findText(inner, 'type') || ''
  return { ...words, exceptionType }
}

/** An array of them, or one by itself. */
function findDetail(details: unknown): string | undefined {
  const list: readonly unknown[] = Array.isArray(details) ? details : [details]
  return list.map((detail) => findText(detail, 'message')).find((message) => message !== undefined)
}

/** `Ex6F9304|Microsoft.Exchange.….ManagementObjectNotFoundException|The operation couldn't be performed …` */
function splitMessage(message: string): ErrorWords {
  const [, type = '', ...rest] = message.split('|')
  if (rest.length > 0 && /^[\w.+`]*$/.test(type.trim()))
    return { exceptionType: type.trim(), text: rest.join('|').trim() }
  return { exceptionType: '', text: message.slice(message.lastIndexOf('|') + 1).trim() }
}

function findText(holder: unknown, name: string): string | undefined {
  const value = findMember(holder, name)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function findMember(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined
  return Object.entries(holder).find(([key]) => key.toLowerCase() === name)?.[1]
}
