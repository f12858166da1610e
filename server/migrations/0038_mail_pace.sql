CREATE TABLE "mail_pace" (
	"id" smallint PRIMARY KEY NOT NULL,
	"free_at" timestamptz(3) NOT NULL
);
