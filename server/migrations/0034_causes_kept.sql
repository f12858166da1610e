-- The causes of each service one by one, for the list's filter. A row of services is rewritten often,
-- and in its place only where no index names what changed: so no index names its suspensions.
create function berth_keep_causes() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    delete from service_causes
      where service_id = old.id
        and cause in (select entry->>'cause' from jsonb_array_elements(old.suspensions) entry);
  end if;
  if tg_op <> 'DELETE' then
    insert into service_causes (cause, service_id)
      select distinct entry->>'cause', new.id from jsonb_array_elements(new.suspensions) entry;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger services_causes_insert after insert on services
  for each row when (new.suspensions <> '[]'::jsonb) execute function berth_keep_causes();
--> statement-breakpoint
create trigger services_causes_update after update on services
  for each row when (old.suspensions is distinct from new.suspensions)
  execute function berth_keep_causes();
--> statement-breakpoint
create trigger services_causes_delete after delete on services
  for each row when (old.suspensions <> '[]'::jsonb) execute function berth_keep_causes();
--> statement-breakpoint
insert into service_causes (cause, service_id)
  select distinct entry->>'cause', s.id
  from services s, jsonb_array_elements(s.suspensions) entry
  where s.suspensions <> '[]'::jsonb;
--> statement-breakpoint
-- Room on each page for the next version of a row that stands there.
alter table services set (fillfactor = 90);
