// The titles of Microsoft's alerts are as telling as a code, and people paste the alert as often as the bounce. Microsoft
// translates them: each is told by the words that every translation of it has, on one line.
import type { BounceMeaning } from './bounce-meanings.js'

const user =
  /\busers?\b|benutzer|utilisateur|usuario|utente|gebruiker|usuário|utilizador|użytkowni|ユーザー|пользовател|användare|bruger|bruker|用户|使用者|uživatel|kullanıcı|käyttäjä/i
const tenant =
  /\btenants?\b|mandant|organi[sz]a[tcç]|locataire|inquilin|テナント|arendator|арендатор|клиент|huurder|dzierżawc|klientorgan|租户|租用戶/i
const restricted =
  /restrict|eingeschränkt|einschränk|beschränkt|ausgeschlossen|gesperrt|gehindert|untersagt|darf keine|limité|restreint|bloqué|interdit|restring|bloquead|limitad|bloccat|limitat|beperkt|geblokkeerd|ograniczon|zablokowan|制限|ограничен|заблокирован|begräns|hindrad|blockera|begræns|blokeret|begrens|blokker|限制|受限|omezen|kısıtlan|rajoitet/i
const sending =
  /sending|\bsend\b|versand|versend|senden|envoi|envoy|\benví|envia|\binvi|verzend|wysyła|送信|отправ|skicka|sende|发送|傳送|odesíl|gönder|lähet/i
const mail =
  /mail|courriel|courrier|correo|posta|e-post|email|почт|メール|邮件|郵件|poczt|messages? outside|sähköpost/i
const limit =
  /limit|grenzwert|höchstgrenze|límite|limiet|上限|制限|grænse|grense|gräns|лимит|предел|限制|raja/i
const exceeded =
  /exceeded|überschritten|dépassé|super(?:ad|ó|a )|superat|excedid|ultrapassad|overschred|przekroczon|超え|超過|превышен|överskrid|overskred|overskrid|超出|超过|překročen|aşıldı|ylitet/i
const suspicious =
  /suspicious|verdächtig|suspect|sospechos|sospett|suspeit|verdacht|podejrzan|疑わしい|不審|подозрительн|misstänkt|mistænkelig|mistenkelig|可疑|podezřel|şüpheli|epäilyttäv/i
const connector =
  /connector|connecteur|conector|connettore|konnektor|コネクタ|соединител|连接器|kobling|łącznik|bağlayıcı/i
const patterns =
  /pattern|muster|modèle|schéma|patron|padr|schemi|modell|patroon|patronen|パターン|шаблон|mönster|mønstre|模式|wzor|vzor/i
const forwarding =
  /forward|weiterleit|transfert|reenv|inoltr|encaminh|doorst|転送|пересыл|vidarebefordr|videresend|转发|przekaz/i
const forms = /\bforms?\b|formular|formulaire|formulari|formulier|フォーム|форм|formulär|表单/i
const unprovisioned =
  /unprovisioned|nicht bereitgestellt|non provisionn|sin aprovision|no aprovision|non provision|不明|プロビジョニング|не подготовлен|ej etabler/i

interface Title {
  readonly meaning: BounceMeaning
  readonly all: readonly RegExp[]
  readonly none?: readonly RegExp[]
}

/** The first that fits wins. */
const titles: readonly Title[] = [
  { meaning: 'forms-restricted', all: [user, restricted, forms], none: [mail] },
  { meaning: 'suspicious-forwarding', all: [suspicious, forwarding, mail] },
  { meaning: 'connector-restricted', all: [suspicious, connector] },
  { meaning: 'suspicious-tenant-sending', all: [suspicious, tenant, sending, patterns] },
  { meaning: 'suspicious-sending', all: [suspicious, sending, patterns, mail] },
  { meaning: 'suspicious-sending', all: [mail, sending, limit, exceeded] },
  { meaning: 'unregistered-domain', all: [tenant, restricted, sending, mail, unprovisioned] },
  { meaning: 'tenant-restricted', all: [tenant, restricted, sending, mail], none: [user] },
  { meaning: 'sender-restricted', all: [user, restricted, sending, mail] },
]

/** A title is short; a sentence that happens to have all the words is mostly not. */
const longestTitle = 160
const activity = /\bactivity: ?CompromisedAccount\b/i

export function findAlert(text: string): BounceMeaning | undefined {
  for (const line of text.split(/\r?\n|(?<=[.:!?:。]) /)) {
    if (line.length > longestTitle) continue
    const title = titles.find(
      ({ all, none = [] }) => all.every((one) => one.test(line)) && !none.some((one) => one.test(line)),
    )
    if (title !== undefined) return title.meaning
  }
  return activity.test(text) ? 'sender-restricted' : undefined
}
