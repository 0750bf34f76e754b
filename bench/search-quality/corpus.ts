import { readFileSync } from 'node:fs'

export const corpusFile = new URL('corpus.tsv', import.meta.url)

/** What needs no forgiving, and must be among the first three. */
export const fragments = ['exact', 'fragments'] as const
/** Kinds of slips; what was meant must be among the first five. */
export const kinds = [
  'Latin layout',
  'Russian layout',
  'Latin letters',
  'letters that look alike',
  'one typo',
  'two typos',
  'joined words',
  'split words',
  'signs and legal forms',
  'mails and nicknames',
] as const
export type Kind = (typeof fragments)[number] | (typeof kinds)[number]

export interface Asked {
  kind: Kind
  typed: string
  /** The record that is meant, by a number that it has: its INN, or a mobile phone. */
  by: 'inn' | 'phone'
  value: string
  /** Who else holds the same in the identity index is as good an answer. */
  same: 'name' | 'phone' | 'inn' | 'email' | 'messenger'
  values: string[]
}

export function readCorpus(): Asked[] {
  return readFileSync(corpusFile, 'utf8')
    .trim()
    .split('\n')
    .map(line => {
      const [kind, typed = '', by, value = '', same, values = ''] = line.split('\t')
      return { kind, typed, by, value, same, values: values.split('|') } as Asked
    })
}
