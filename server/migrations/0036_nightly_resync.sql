CREATE TABLE "automation_resyncs" (
	"day" date PRIMARY KEY NOT NULL,
	"started_at" timestamptz(3) NOT NULL,
	"finished_at" timestamptz(3),
	"up_to" uuid,
	"services" integer DEFAULT 0 NOT NULL,
	"late" integer DEFAULT 0 NOT NULL
);
