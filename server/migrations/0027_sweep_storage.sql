-- What is checked for each line that is added is checked for all lines of a statement at once.
create function berth_freeze_issued_lines_added() returns trigger language plpgsql as $$
begin
  if exists (
    select from new_lines l join documents d on d.id = l.document_id where d.state = 'issued'
  ) then
    raise exception 'the lines of an issued document are never changed';
  end if;
  return null;
end $$;
--> statement-breakpoint
drop trigger document_lines_frozen_insert on document_lines;
--> statement-breakpoint
create trigger document_lines_frozen_insert after insert on document_lines
  referencing new table as new_lines
  for each statement execute function berth_freeze_issued_lines_added();
--> statement-breakpoint
-- Rows that every run of the automation writes again: cleaned long before a fifth of them is dead.
alter table service_schedule set (
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
--> statement-breakpoint
alter table operations set (
  autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
--> statement-breakpoint
alter table renewals set (
  autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
