-- Custom: amounts in currencies whose minor units the runtime's tables counted, and ISO 4217 counts
-- otherwise. The same value, in units a hundred (IQD: a thousand) times smaller.
DO $$
DECLARE
	"factors" constant jsonb := '{"AFN": 100, "ALL": 100, "COP": 100, "HUF": 100, "IDR": 100, "IQD": 1000,
		"IRR": 100, "KPW": 100, "LAK": 100, "LBP": 100, "MGA": 100, "MMK": 100, "PKR": 100, "SLL": 100,
		"SOS": 100, "SYP": 100, "YER": 100}';
	"frozen" constant text[] := '{documents,document_lines,credit_entries,payments}';
	"one" record;
BEGIN
	IF NOT EXISTS (
		SELECT FROM (
			SELECT "currency" FROM "product_prices" UNION SELECT "currency" FROM "option_prices"
			UNION SELECT "currency" FROM "services" UNION SELECT "currency" FROM "documents"
			UNION SELECT "currency" FROM "payments" UNION SELECT "currency" FROM "payment_intents"
			UNION SELECT "currency" FROM "credit_balances"
			UNION SELECT jsonb_object_keys("amounts" || "minimums") FROM "coupons"
		) "used" WHERE "factors" ? "used"."currency"
	) THEN
		RETURN;
	END IF;
	-- What an issued document says stays the same; only its unit is another one.
	SET CONSTRAINTS ALL IMMEDIATE;
	FOR "one" IN SELECT unnest("frozen") AS "table" LOOP
		EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', "one"."table");
	END LOOP;
	UPDATE "document_lines" "l" SET
		"unit_price" = "l"."unit_price" * ("factors"->>"d"."currency")::bigint,
		"amount" = "l"."amount" * ("factors"->>"d"."currency")::bigint,
		"net" = "l"."net" * ("factors"->>"d"."currency")::bigint,
		"tax" = "l"."tax" * ("factors"->>"d"."currency")::bigint
	FROM "documents" "d" WHERE "d"."id" = "l"."document_id" AND "factors" ? "d"."currency";
	UPDATE "services" SET "planned_price" = jsonb_set("planned_price", '{amount}', to_jsonb(
		(("planned_price"->>'amount')::numeric * ("factors"->>"currency")::bigint)::text))
	WHERE "factors" ? "currency" AND "planned_price" IS NOT NULL;
	FOR "one" IN
		SELECT "c"."table_name" AS "table", string_agg(format('%1$I = %1$I * ($1->>currency)::bigint',
			"c"."column_name"), ', ') AS "set"
		FROM (VALUES
			('brake_held', 'amount'), ('charges', 'amount'), ('charges', 'credit_used'),
			('coupon_uses', 'amount'), ('credit_balances', 'balance'), ('credit_entries', 'amount'),
			('credit_entries', 'balance_after'), ('documents', 'net'), ('documents', 'tax'),
			('documents', 'gross'), ('documents', 'paid'), ('documents', 'credited'),
			('forecast_differences', 'forecast_amount'), ('forecast_differences', 'done_amount'),
			('forecast_kept', 'amount'), ('option_prices', 'price'), ('option_prices', 'setup_fee'),
			('payment_intents', 'amount'), ('payments', 'amount'), ('payments', 'allocated'),
			('product_prices', 'price'), ('product_prices', 'setup_fee'), ('renewals', 'price'),
			('services', 'price'), ('services', 'initial_price')
		) AS "c"("table_name", "column_name")
		GROUP BY 1
	LOOP
		EXECUTE format('UPDATE %I SET %s WHERE $1 ? currency', "one"."table", "one"."set") USING "factors";
	END LOOP;
	FOR "one" IN
		SELECT * FROM (VALUES ('coupons', 'amounts'), ('coupons', 'minimums'),
			('forecast_days', 'forecast_money'), ('forecast_days', 'done_money')) AS "j"("table", "column")
	LOOP
		EXECUTE format('UPDATE %1$I SET %2$I = (
			SELECT jsonb_object_agg(key, (value::numeric * coalesce(($1->>key)::bigint, 1))::text)
			FROM jsonb_each_text(%2$I)) WHERE %2$I ?| ARRAY(SELECT jsonb_object_keys($1))',
			"one"."table", "one"."column") USING "factors";
	END LOOP;
	FOR "one" IN SELECT unnest("frozen") AS "table" LOOP
		EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', "one"."table");
	END LOOP;
END $$;
