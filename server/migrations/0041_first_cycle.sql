ALTER TABLE "services" ADD COLUMN "first_cycle" text;--> statement-breakpoint
-- Whose cycle was changed before: the line of the order says for how long the first period was bought.
UPDATE services SET first_cycle = bought.cycle
FROM (
  SELECT service_id, CASE
    WHEN length < interval '10 days' THEN 'weekly'
    WHEN length < interval '40 days' THEN 'monthly'
    WHEN length < interval '100 days' THEN 'quarterly'
    WHEN length < interval '200 days' THEN 'semiannually'
    WHEN length < interval '400 days' THEN 'annually'
    WHEN length < interval '800 days' THEN 'biennially'
    ELSE 'triennially' END AS cycle
  FROM (
    SELECT service_id, period_end_at - period_start_at AS length FROM document_lines
    WHERE kind = 'service_start' AND corrects_line_id IS NULL AND period_end_at IS NOT NULL
  ) started
) bought
WHERE bought.service_id = services.id AND services.cycle <> bought.cycle AND services.order_id IS NOT NULL;
