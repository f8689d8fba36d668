// The head of the record changes with everything that is live: whoever remembers what that was asks for the head alone. Most
// commits move it anyway, since they say what they did; the others touch it when they are saved, last of all, as everybody does.
export const live = `
create function reprieve.touch_head() returns trigger language plpgsql as $$
begin
  update reprieve.journal_head set seq = seq where xmin <> pg_current_xact_id()::xid;
  return null;
end
$$;

create constraint trigger live_begun after insert on reprieve.incidents
  deferrable initially deferred for each row
  when (new.closed_at is null) execute function reprieve.touch_head();
create constraint trigger live_changed after update on reprieve.incidents
  deferrable initially deferred for each row
  when (old.closed_at is null or new.closed_at is null) execute function reprieve.touch_head();
`
