create extension if not exists pg_trgm with schema public;
--> statement-breakpoint
create extension if not exists unaccent with schema public;
--> statement-breakpoint
-- The text that searches compare: lower case, without accents.
create function berth_search_text(value text) returns text
  language sql immutable parallel safe strict
  as $$ select lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;
--> statement-breakpoint
create index services_search on services using gin (search public.gin_trgm_ops);
--> statement-breakpoint
create index customers_search on customers using gin (search public.gin_trgm_ops);
--> statement-breakpoint
-- The history is append-only: nobody, not even the program, changes what was written.
create function berth_refuse_change() returns trigger language plpgsql
  as $$ begin raise exception 'rows of % are never changed', tg_table_name; end $$;
--> statement-breakpoint
create trigger history_append_only before update or delete on history
  for each row execute function berth_refuse_change();
--> statement-breakpoint
create trigger history_no_truncate before truncate on history
  for each statement execute function berth_refuse_change();
--> statement-breakpoint
-- An issued document is frozen: only what payments and credit notes add up may still move.
create function berth_freeze_issued() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state = 'issued' then raise exception 'document % is issued and never deleted', old.id; end if;
    return old;
  end if;
  if old.state = 'issued' and (
    new.state <> 'issued' or new.number is distinct from old.number
    or new.kind <> old.kind or new.serial <> old.serial
    or new.issued_on is distinct from old.issued_on or new.issued_at is distinct from old.issued_at
    or new.customer_id <> old.customer_id or new.order_id is distinct from old.order_id
    or new.currency <> old.currency or new.tax_mode <> old.tax_mode or new.net <> old.net
    or new.tax <> old.tax or new.gross <> old.gross or new.tax_lines <> old.tax_lines
    or new.due_at <> old.due_at or new.language <> old.language
    or new.corrects_id is distinct from old.corrects_id or new.reason is distinct from old.reason
    or new.seller is distinct from old.seller or new.buyer is distinct from old.buyer
  ) then
    raise exception 'document % is issued and never changed', old.id;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger documents_frozen before update on documents
  for each row execute function berth_freeze_issued();
--> statement-breakpoint
create trigger documents_never_deleted before delete on documents
  for each row execute function berth_freeze_issued();
--> statement-breakpoint
create function berth_freeze_issued_lines() returns trigger language plpgsql as $$
begin
  if exists (
    select from documents where state = 'issued' and (
      (tg_op <> 'INSERT' and id = old.document_id) or (tg_op <> 'DELETE' and id = new.document_id)
    )
  ) then
    raise exception 'the lines of an issued document are never changed';
  end if;
  return coalesce(new, old);
end $$;
--> statement-breakpoint
create trigger document_lines_frozen before update or delete on document_lines
  for each row execute function berth_freeze_issued_lines();
--> statement-breakpoint
create trigger document_lines_frozen_insert before insert on document_lines
  for each row execute function berth_freeze_issued_lines();
--> statement-breakpoint
-- The credit ledger is append-only, and each entry says what it left behind.
create trigger credit_entries_append_only before update or delete on credit_entries
  for each row execute function berth_refuse_change();
--> statement-breakpoint
-- What is received stays what it was; only what is done with it may move.
create function berth_freeze_payment() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'payment % is never deleted', old.id; end if;
  if new.gateway <> old.gateway or new.reference <> old.reference or new.kind <> old.kind
    or new.amount <> old.amount or new.currency <> old.currency
    or new.received_at <> old.received_at
  then
    raise exception 'payment % is never changed', old.id;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger payments_frozen before update or delete on payments
  for each row execute function berth_freeze_payment();
--> statement-breakpoint
alter table documents
  add constraint documents_money_not_negative check (paid >= 0 and credited >= 0),
  add constraint documents_numbered_when_issued
    check ((state = 'issued') = (number is not null and issued_on is not null
      and issued_at is not null and seller is not null and buyer is not null));
--> statement-breakpoint
-- Counts per status as an insert-only ledger, so that writers never wait for one row.
create function berth_count_services() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into service_count_delta
      select status, archived_at is not null, count(*) from new_rows group by 1, 2;
  elsif tg_op = 'DELETE' then
    insert into service_count_delta
      select status, archived_at is not null, -count(*) from old_rows group by 1, 2;
  else
    insert into service_count_delta
      select status, archived, sum(n) from (
        select status, archived_at is not null as archived, 1 as n from new_rows
        union all
        select status, archived_at is not null, -1 from old_rows
      ) moved group by 1, 2 having sum(n) <> 0;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger services_counted_insert after insert on services
  referencing new table as new_rows for each statement execute function berth_count_services();
--> statement-breakpoint
create trigger services_counted_update after update on services
  referencing old table as old_rows new table as new_rows
  for each statement execute function berth_count_services();
--> statement-breakpoint
create trigger services_counted_delete after delete on services
  referencing old table as old_rows for each statement execute function berth_count_services();
--> statement-breakpoint
alter table services
  add constraint services_customer_fk foreign key (customer_id) references customers (id),
  add constraint services_product_fk foreign key (product_id) references products (id),
  add constraint services_server_fk foreign key (server_id) references servers (id),
  add constraint services_anchor_day check (anchor_day between 1 and 31),
  add constraint services_price_not_negative check (price >= 0 and initial_price >= 0),
  add constraint services_name_length check (length(name) between 1 and 100);
--> statement-breakpoint
alter table products add constraint products_stock_not_negative check (stock >= 0);
--> statement-breakpoint
-- The catalogue names a server group without reading the servers' tables.
alter table products
  add constraint products_server_group_fk foreign key (server_group_id) references server_groups (id);
--> statement-breakpoint
alter table servers
  add constraint servers_places check (places_used >= 0);
--> statement-breakpoint
alter table service_schedule
  add constraint service_schedule_service_fk foreign key (service_id) references services (id) on delete cascade;
--> statement-breakpoint
alter table service_schedule set (fillfactor = 70);
--> statement-breakpoint
alter table documents
  add constraint documents_customer_fk foreign key (customer_id) references customers (id);
--> statement-breakpoint
alter table document_lines
  add constraint document_lines_document_fk foreign key (document_id) references documents (id)
    deferrable initially deferred;
