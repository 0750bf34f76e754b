import type { Fault } from './faults.ts'

const crawl = 'server/app/field-levels.test.ts'
const doors = 'server/app/field-doors.test.ts'
const marks = 'server/app/field-marks.test.ts'

/** Fields that a profile does not show whole, told after all; fields that it does not let be changed, changed. */
export const fieldFaults: readonly Fault[] = [
  {
    name: 'a mask is left off one answer: the phone beside what is planned',
    file: 'server/rooms/activities/contract.ts',
    find: "phone: ofField('phone', z.string().nullable())",
    replace: 'phone: z.string().nullable()',
    test: crawl,
    only: 'what is masked stands in no byte',
  },
  {
    name: 'a mark is forgotten in a contract',
    file: 'server/rooms/clients/duplicates/pairs/contract.ts',
    find: "emails: ofField('email', z.array(z.string()))",
    replace: 'emails: z.array(z.string())',
    test: marks,
    only: 'whatever in an answer',
  },
  {
    name: 'a search tells by what it found in full',
    file: 'server/rooms/registration/contract.ts',
    find: `'field',
        'text',`,
    replace: `'field',
        'ranges',`,
    test: crawl,
    only: 'what is masked stands in no byte',
  },
  {
    name: 'a merge tells the values of both sides in full',
    file: 'server/rooms/clients/merging/contract.ts',
    find: `'before',
      'loser',
      'after',`,
    replace: `'field',`,
    test: crawl,
    only: 'what is masked stands in no byte',
  },
  {
    name: 'an export carries what the list masks',
    file: 'server/rooms/exchange/export/queries.ts',
    find: 'shaded(clientCard, each, caller.actor) as Client',
    replace: 'each as Client',
    test: crawl,
    only: 'what is masked stands in no byte',
  },
  {
    name: 'a conflict tells what the other side made of a hidden field',
    file: 'server/platform/contract.ts',
    find: `'field',
        'theirs',
        'base',`,
    replace: `'field',
        'field',`,
    test: doors,
    only: 'both sides of a conflict',
  },
  {
    name: 'the one search finds a masked phone by a part of it',
    file: 'server/rooms/registration/search/matches/rules.ts',
    find: 'return fit.quality === WHOLE ? fit : nothing',
    replace: 'return fit',
    test: doors,
    only: 'finds by all of it',
  },
  {
    name: 'the search of a list finds a masked phone by a part of it',
    file: 'server/rooms/clients/lookup/rules.ts',
    find: 'inside: limits.phone ? null : inside',
    replace: 'inside',
    test: doors,
    only: 'finds by all of it',
  },
  {
    name: 'an undo changes what its author may not',
    file: 'server/platform/work.ts',
    find: 'refuseUnchangeable(caller.actor, event, work.cause)',
    replace: 'void refuseUnchangeable',
    test: doors,
    only: 'by an undo',
  },
  {
    name: 'what stands for a value is stored in its place',
    file: 'server/platform/http/field-faults.ts',
    find: 'if (holdsMask(value)) faults.push(maskedValue(path))\n  else if',
    replace: 'if',
    test: doors,
    only: 'never with what stands for a value',
  },
]
