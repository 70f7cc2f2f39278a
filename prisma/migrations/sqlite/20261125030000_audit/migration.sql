-- CreateTable
CREATE TABLE "audit_log" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME,
    "actor_kind" TEXT NOT NULL,
    "actor_id" INTEGER,
    "actor_address" TEXT,
    "action" TEXT NOT NULL,
    "account_id" INTEGER,
    "account" TEXT,
    "request_id" TEXT
);

-- CreateIndex
CREATE INDEX "audit_log_expires_at_idx" ON "audit_log"("expires_at");

-- CreateIndex
CREATE INDEX "audit_log_account_id_idx" ON "audit_log"("account_id");

-- CreateIndex
CREATE INDEX "audit_log_account_idx" ON "audit_log"("account");

-- Entries are never changed, and not removed before their time.
CREATE TRIGGER "audit_log_no_update" BEFORE UPDATE ON "audit_log"
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER "audit_log_no_delete" BEFORE DELETE ON "audit_log"
WHEN OLD."expires_at" IS NULL OR OLD."expires_at" > strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only: this entry has not expired');
END;
