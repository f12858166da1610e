-- An issued document is frozen: only what payments and credit notes add up may still move.
create or replace function berth_freeze_issued() returns trigger language plpgsql as $$
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
create trigger documents_never_deleted before delete on documents
  for each row execute function berth_freeze_issued();
--> statement-breakpoint
create or replace function berth_freeze_issued_lines() returns trigger language plpgsql as $$
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
