// Addresses that a program has wrapped into something of its own: a link that is checked on the way, a sender that is
// rewritten so that bounces find back.

/** Sender Rewriting Scheme, in its two forms: the domain comes before the local part. */
const rewritten =
  /^srs[01][=+-](?:[^@=]{1,60}=[^@=]{1,255}==)?[^@=]{1,20}=[^@=]{1,10}=((?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,63})=([^@]{1,64})@/iu
/** Bounce Address Tag Validation, and what Barracuda and others make of it: a tag before the address. */
const tagged = /^(?:(?:prvs|msprvs1)=[\w-]{1,40}=|btv\d==[^=@]{1,40}==)([^@=]{1,64}@.+)$/i
/** The draft of it that puts the tag behind the local part. */
const taggedBehind = /^prvs=([^@/=]{1,64})\/[\da-f]{4,20}(@.+)$/i
/** What Exchange makes of an address of another kind: `IMCEASMTP-laura+40contoso+2Ecom@...` */
const encapsulated = /^imceasmtp-([^@]{1,200})@/i

/** The address inside; the same again when there is none. */
export function unwrapAddress(address: string): string {
  const [, domain, local] = rewritten.exec(address) ?? []
  if (domain !== undefined && local !== undefined) return `${local}@${domain}`
  const [, bare] = tagged.exec(address) ?? []
  if (bare !== undefined) return bare
  const [, name, rest] = taggedBehind.exec(address) ?? []
  if (name !== undefined && rest !== undefined) return `${name}${rest}`
  const [, coded] = encapsulated.exec(address) ?? []
  return coded === undefined ? address : coded.replace(/\+([\da-f]{2})/gi, (_, code: string) => toByte(code))
}

const link = /\b(?:https?|mailto|sip|im):[^\s<>"'|]{1,2000}/gi

/** Links with what they carry beside them, so that it can be read. */
export function openLinks(text: string): string {
  return text.replace(link, (whole) => {
    if (!/^http/i.test(whole)) return decode(whole).replace(/[?&]/g, ' ')
    const isVersionTwo = /^https?:\/\/urldefense\.proofpoint\.com\/v2\//i.test(whole)
    const target = decode(isVersionTwo ? openVersionTwo(whole) : whole)
    return target.includes('@') ? `${whole} ${target.replaceAll('__', ' ').replace(/[?&=/]/g, ' ')}` : whole
  })
}

/** Proofpoint's second way of writing a link: `-3A` for `%3A`. */
function openVersionTwo(url: string): string {
  return url.replace(/-([\dA-F]{2})/g, '%$1').replaceAll('_', '/')
}

/** Twice: a link inside a link. */
function decode(text: string): string {
  const once = decodeOnce(text)
  return /%[\da-f]{2}/i.test(once) ? decodeOnce(once) : once
}

function decodeOnce(text: string): string {
  return text.replace(/(?:%[\da-f]{2}){1,300}/gi, (coded) => {
    try {
      return decodeURIComponent(coded)
    } catch {
      return coded
    }
  })
}

function toByte(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16))
}
