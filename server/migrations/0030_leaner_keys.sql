ALTER TABLE "documents" DROP CONSTRAINT "documents_number_unique";--> statement-breakpoint
DROP INDEX "automation_steps_once";--> statement-breakpoint
DROP INDEX "document_lines_corrected_once";--> statement-breakpoint
DROP INDEX "documents_by_order";--> statement-breakpoint
DROP INDEX "documents_by_corrected";--> statement-breakpoint
DROP INDEX "history_by_actor";--> statement-breakpoint
ALTER TABLE "automation_steps" DROP CONSTRAINT "automation_steps_pkey";--> statement-breakpoint
ALTER TABLE "automation_steps" ADD CONSTRAINT "automation_steps_once" PRIMARY KEY("service_id","period_start","step");--> statement-breakpoint
CREATE UNIQUE INDEX "documents_by_number" ON "documents" USING btree ("number") WHERE number is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "document_lines_corrected_once" ON "document_lines" USING btree ("corrects_line_id") WHERE corrects_line_id is not null;--> statement-breakpoint
CREATE INDEX "documents_by_order" ON "documents" USING btree ("order_id") WHERE order_id is not null;--> statement-breakpoint
CREATE INDEX "documents_by_corrected" ON "documents" USING btree ("corrects_id") WHERE corrects_id is not null;--> statement-breakpoint
CREATE INDEX "history_by_actor" ON "history" USING btree ("actor_id","id") WHERE actor_id is not null;--> statement-breakpoint
-- A foreign key asks its parent once for each row and locks it: a third of what opening a thousand
-- documents cost. The same is asked here once a statement, of all its rows together.
create function berth_documents_name_customers() returns trigger language plpgsql as $$
begin
  if exists (
    select from new_rows n where not exists (select from customers c where c.id = n.customer_id)
  ) then
    raise foreign_key_violation using message = 'a document names no customer',
      table = 'documents', constraint = 'documents_customer_fk';
  end if;
  return null;
end $$;
--> statement-breakpoint
create or replace function berth_freeze_issued_lines_added() returns trigger language plpgsql as $$
declare line record;
begin
  select l.id, d.id as document_id into line
    from new_lines l left join documents d on d.id = l.document_id
    where d.id is null or d.state = 'issued' limit 1;
  if not found then return null; end if;
  if line.document_id is null then
    raise foreign_key_violation using message = 'a line names no document',
      table = 'document_lines', constraint = 'document_lines_document_fk';
  end if;
  raise exception 'the lines of an issued document are never changed';
end $$;
--> statement-breakpoint
create function berth_keep_buyers() returns trigger language plpgsql as $$
begin
  if exists (select from documents d join old_rows o on o.id = d.customer_id) then
    raise foreign_key_violation using message = 'documents name the customer',
      table = 'documents', constraint = 'documents_customer_fk';
  end if;
  return null;
end $$;
--> statement-breakpoint
create function berth_keep_documents_of_lines() returns trigger language plpgsql as $$
begin
  if exists (select from document_lines l join old_rows o on o.id = l.document_id) then
    raise foreign_key_violation using message = 'lines name the document',
      table = 'document_lines', constraint = 'document_lines_document_fk';
  end if;
  return null;
end $$;
--> statement-breakpoint
alter table documents drop constraint documents_customer_fk;
--> statement-breakpoint
alter table document_lines drop constraint document_lines_document_fk;
--> statement-breakpoint
create trigger documents_name_customers after insert on documents
  referencing new table as new_rows
  for each statement execute function berth_documents_name_customers();
--> statement-breakpoint
create trigger customers_keep_buyers after delete on customers
  referencing old table as old_rows
  for each statement execute function berth_keep_buyers();
--> statement-breakpoint
create trigger documents_keep_lines after delete on documents
  referencing old table as old_rows
  for each statement execute function berth_keep_documents_of_lines();
