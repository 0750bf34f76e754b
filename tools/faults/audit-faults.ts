import type { Fault } from './faults.ts'

const audit = 'server/rooms/access/audit'
const verifying = `${audit}/verifying/actions.test.ts`

/** Faults of the log that nobody may change. */
export const auditFaults: readonly Fault[] = [
  {
    name: 'sealing passes a row over',
    file: `${audit}/sealing/actions.ts`,
    find: 'const seals = waiting.map(',
    replace: 'const seals = waiting.filter((_, n) => n !== 1).map(',
    test: verifying,
    only: 'a log that nobody touched',
  },
  {
    name: 'sealing passes a transaction that is still open',
    file: `${audit}/sealing/storage.ts`,
    find: `
     and a.place < (((select value from event_epoch) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint) << 20)`,
    replace: '',
    test: verifying,
    only: 'cannot slip in before a sealed one',
  },
  {
    name: 'two nodes seal at once',
    file: `${audit}/sealing/actions.ts`,
    find: '    await lockSeals(tx)\n',
    replace: '',
    test: verifying,
    only: 'two nodes that seal at once',
  },
  {
    name: 'a cut tail is not compared with the anchors',
    file: `${audit}/verifying/actions.ts`,
    find: `if (count > Number(head?.seq ?? 0)) findings.add('cut_off', about)`,
    replace: 'if (count > Number(head?.seq ?? 0)) continue',
    test: verifying,
    only: 'a cut tail is found by the anchor alone',
  },
  {
    name: 'a rewritten log is not compared with the anchors',
    file: `${audit}/verifying/actions.ts`,
    find: `else if (chains.get(count) !== hash) findings.add('rewritten', about)`,
    replace: '',
    test: verifying,
    only: 'rewritten from a row to its end',
  },
  {
    name: 'the salt stays where the value was blanked',
    file: `${audit}/blanking/storage.ts`,
    find: 'where s.audit_id = b.id and s.salt is not null returning',
    replace: 'where s.audit_id = b.id and s.salt is null returning',
    test: verifying,
    only: 'blanking leaves the chain whole',
  },
  {
    name: 'blanking past the product is not counted',
    file: `${audit}/verifying/actions.ts`,
    find: 'if (blanked > told)',
    replace: 'if (blanked < told)',
    test: verifying,
    only: 'what is blanked past the product',
  },
  {
    name: 'the owner of the tables may change a row of the log',
    file: 'server/migrations/0032-audit-chain.ts',
    find: 'if to_jsonb(new) ->> tg_argv[0] is null and to_jsonb(new) - tg_argv[0] = to_jsonb(old) - tg_argv[0] then',
    replace: 'if to_jsonb(new) is not null then',
    test: `${audit}/actions.test.ts`,
    only: 'nor can the owner of the tables',
  },
  {
    name: 'who opens a card of a contact is not written down',
    file: `${audit}/actions.ts`,
    find: '  await platform.db.rows(insertView,',
    replace: `  if (kind !== 'contact') await platform.db.rows(insertView,`,
    test: 'server/app/views.test.ts',
    only: 'who opens a card',
  },
  {
    name: 'changes of rights, merges and the archive stay out of the log',
    file: 'server/platform/work.ts',
    find: '      platform.witness(work, events)\n',
    replace: '',
    test: 'server/app/audited.test.ts',
  },
  {
    name: 'the log is read without the right to it',
    file: `${audit}/contract.ts`,
    find: `const access = { right: 'audit.read' } as const`,
    replace: `const access = 'session' as const`,
    test: 'server/app/access-log.test.ts',
    only: 'by whoever holds the right',
  },
]
