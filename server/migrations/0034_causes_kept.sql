-- The causes of each service one by one, for the list's filter. A row of services is rewritten often,
-- and in its place only where no index names what changed: so no index names its suspensions.
create function berth_keep_causes() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into service_causes (cause, service_id)
      select distinct entry->>'cause', id from new_rows, jsonb_array_elements(suspensions) entry;
  elsif tg_op = 'DELETE' then
    delete from service_causes where (cause, service_id) in (
      select entry->>'cause', id from old_rows, jsonb_array_elements(suspensions) entry);
  elsif exists (select from new_rows where suspensions <> '[]'::jsonb)
    or exists (select from old_rows where suspensions <> '[]'::jsonb) then
    delete from service_causes where (cause, service_id) in (
      select entry->>'cause', id from old_rows, jsonb_array_elements(suspensions) entry
      except
      select entry->>'cause', id from new_rows, jsonb_array_elements(suspensions) entry);
    insert into service_causes (cause, service_id)
      select entry->>'cause', id from new_rows, jsonb_array_elements(suspensions) entry
      except
      select entry->>'cause', id from old_rows, jsonb_array_elements(suspensions) entry;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger services_causes_insert after insert on services
  referencing new table as new_rows for each statement execute function berth_keep_causes();
--> statement-breakpoint
create trigger services_causes_update after update on services
  referencing old table as old_rows new table as new_rows
  for each statement execute function berth_keep_causes();
--> statement-breakpoint
create trigger services_causes_delete after delete on services
  referencing old table as old_rows for each statement execute function berth_keep_causes();
--> statement-breakpoint
insert into service_causes (cause, service_id)
  select distinct entry->>'cause', s.id
  from services s, jsonb_array_elements(s.suspensions) entry
  where s.suspensions <> '[]'::jsonb;
--> statement-breakpoint
-- Room on each page for the next version of a row that stands there.
alter table services set (fillfactor = 90);
