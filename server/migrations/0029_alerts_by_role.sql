ALTER TABLE "staff" ALTER COLUMN "alerts" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "staff" ALTER COLUMN "alerts" DROP NOT NULL;--> statement-breakpoint
-- An empty list that nobody ever chose was the former default.
UPDATE "staff" SET "alerts" = NULL WHERE "alerts" = '[]'::jsonb AND NOT EXISTS (
  SELECT 1 FROM "history"
  WHERE "subject" = 'staff' AND "subject_id" = "staff"."id"::text
    AND "kind" = 'staff.updated' AND "after" ? 'alerts'
);
