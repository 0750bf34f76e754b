import { type Kysely, sql } from 'kysely'
import { soundOf } from '../platform/pure/sounds.ts'

const BATCH = 20_000

/** How the words of the vocabulary sound, so that a word typed with a slip leads to those it may stand for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
-- One row for each word of letters in identity_word; not unique for the same reason (docs/decisions/016).
create table identity_sound (
  sound text collate "C" not null,
  word text collate "C" not null
);

-- What is left of the first seven letters when one of them is left out, of a longer word two: two words that lie no
-- more typos apart share a remnant. Folded into a million keys, so that the index stays small; who asks compares again.
create function remnants_of(word text) returns int[] language plpgsql immutable strict parallel safe as $body$
declare
  head text := left(word, 7);
  size int := length(head);
  once text;
  keys int[] := array[hashtext(head) & 1048575];
begin
  for i in 1..size loop
    once := left(head, i - 1) || substr(head, i + 1);
    keys := keys || (hashtext(once) & 1048575);
    if length(word) > 6 then
      for j in i..size - 1 loop
        keys := keys || (hashtext(left(once, j - 1) || substr(once, j + 1)) & 1048575);
      end loop;
    end if;
  end loop;
  return keys;
end $body$;`)
    .execute(db)
  for (let after = ''; ; ) {
    const { rows } = await sql<{ word: string }>`
      select distinct word from (
        select word from identity_word where fragment > ${after} and fragment = word order by fragment limit ${BATCH}
      ) w order by word`.execute(db)
    const words = rows.map(row => row.word).filter(word => /^\p{L}+$/u.test(word))
    if (words.length > 0) {
      await sql`insert into identity_sound (sound, word)
        select * from unnest(${words.map(soundOf)}::text[], ${words}::text[])`.execute(db)
    }
    const last = rows.at(-1)?.word
    if (last === undefined) break
    after = last
  }
  await sql
    .raw(`
create index identity_sound_value on identity_sound (sound, word);
create index identity_sound_remnant on identity_sound using gin (remnants_of(word)) with (fastupdate = off);`)
    .execute(db)
}
