import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import type { CommandSight } from '../sight.js'
import { Chips } from './chips.js'
import { SendIcon } from './icons.js'

interface ComposerProps {
  readonly label: string
  readonly placeholder: string
  /** What can be said here; a press puts one into the field. */
  readonly commands: readonly CommandSight[]
  /** What stands before each of them. */
  readonly prefix: string
  readonly children?: ReactNode
  onSend(text: string): Promise<unknown>
}

/** One line and a send button; what was typed is kept until it is sent. */
export function Composer({ label, placeholder, commands, prefix, children, onSend }: ComposerProps) {
  const [text, setText] = useState('')
  const [sending, setSending] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '' || sending) return
    setSending(true)
    setText('')
    await onSend(text)
    setSending(false)
    field.current?.focus()
  }
  const suggest = (line: string) => {
    setText(line)
    field.current?.focus()
  }

  return (
    <form className="composer" onSubmit={(event) => void send(event)} aria-busy={sending}>
      {children}
      <Chips commands={commands} prefix={prefix} onPick={suggest} />
      <div className="composer-box">
        <input
          ref={field}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={placeholder}
          aria-label={label}
          maxLength={4000}
          autoComplete="off"
          enterKeyHint="send"
        />
        <button type="submit" disabled={text.trim() === ''} aria-label="Send">
          <SendIcon />
        </button>
      </div>
    </form>
  )
}
