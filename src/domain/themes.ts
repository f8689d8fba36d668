// What subjects are about, as far as words tell. Only the theme is kept, never a subject. Words in the languages that
// Microsoft's own portals are used in most; a theme that is not recognised only makes a verdict less certain.
import type { Theme } from './habits.js'

const words: Readonly<Record<Theme, RegExp>> = {
  payment:
    /\biban\b|\bswift\b|\bwires?\b|bank (?:details|account|data)|(?:change|new|update)[^.]{0,20}\b(?:account|bank)|remittance|payment (?:advice|details|change)|bankverbindung|kontoverbindung|überweisung|zahlungs(?:daten|avis)|coordonnées bancaires|\brib\b|virement|bonifico|coordinate bancarie|transferencia|datos bancarios|cuenta bancaria|dados bancários|bankgegevens|rekeningnummer|betalings|przelew|kontonummer|振込|口座/iu,
  bait: /verify your|confirm your (?:account|identity|mail)|your account (?:is|was|will|has)|account notice|refund|\bprize\b|\bwon\b|winner|lottery|gift ?card|loan (?:is )?approved|parcel|shared (?:a )?(?:file|document)|document for signature|signature is needed|secure message|voice ?mail|password (?:expires|reset)|unusual activity|mailbox (?:is )?full|crypto|bitcoin|konto (?:bestätigen|gesperrt)|gewonnen|gutschein|paket(?:gebühr)?\b|geteilte datei|vérifi(?:ez|er) votre|remboursement|colis|carte cadeau|verifica (?:il tuo|tu)|rimborso|hai vinto|premio|reembolso|paquete|verifieer|terugbetaling|当選|荷物/iu,
  machine:
    /\bscan(?:ned)?\b|message from [A-Z]+[-_ ]?\w*\d|\balarm\b|\balert\b|disk full|ticket|order confirmation|reminder|backup (?:ok|failed|completed)|delivery note|\bMFP\b|bestellbestätigung|erinnerung|lieferschein|rappel|confirmation de commande|promemoria|recordatorio/iu,
}

const themes: readonly Theme[] = ['payment', 'bait', 'machine']
const reply = /^\s*(?:re|aw|sv|antw|ynt|odp|rv|rif|res|tr|fw|fwd|wg)\s*(?:\[\d+\])?\s*[:：]/iu
/** Of distinct subjects. One word among hundreds of subjects says nothing. */
const leastShare = 0.1

/** @param subjects distinct ones. */
export function readSubjects(subjects: readonly string[]): { themes: readonly Theme[]; replies: boolean } {
  const share = (pattern: RegExp) =>
    subjects.filter((subject) => pattern.test(subject)).length / Math.max(1, subjects.length)
  return {
    themes: themes.filter((theme) => share(words[theme]) >= leastShare),
    replies: share(reply) > 0.5,
  }
}
