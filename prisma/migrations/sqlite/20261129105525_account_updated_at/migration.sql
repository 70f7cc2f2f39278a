-- AlterTable
ALTER TABLE "accounts" ADD COLUMN "updated_at" DATETIME;

-- Whatever writes an account: what it is shown with has changed. `updated_at` is none of these columns, and so this asks for itself no more than once.
CREATE TRIGGER "accounts_updated_at" AFTER UPDATE OF "username", "domain", "email", "phone", "activated", "admin", "blocked", "activated_before_block", "display_name", "dtmf_protocol" ON "accounts"
WHEN (OLD."username", OLD."domain", OLD."email", OLD."phone", OLD."activated", OLD."admin", OLD."blocked", OLD."activated_before_block", OLD."display_name", OLD."dtmf_protocol")
    IS NOT (NEW."username", NEW."domain", NEW."email", NEW."phone", NEW."activated", NEW."admin", NEW."blocked", NEW."activated_before_block", NEW."display_name", NEW."dtmf_protocol")
BEGIN
    UPDATE "accounts" SET "updated_at" = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE "id" = NEW."id";
END;
