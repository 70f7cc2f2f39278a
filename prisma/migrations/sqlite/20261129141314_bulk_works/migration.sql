-- CreateTable
CREATE TABLE "bulk_works" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "action" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "actor_id" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "ip_address" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "request_id" TEXT,
    "target_id" INTEGER,
    "about" TEXT,
    "undo_of" INTEGER,
    "created_at" DATETIME NOT NULL,
    "started_at" DATETIME,
    "ended_at" DATETIME,
    "next_try_at" DATETIME,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "sealed_until" DATETIME,
    "expires_at" DATETIME
);

-- CreateTable
CREATE TABLE "bulk_items" (
    "work_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "account_id" INTEGER,
    "account" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "sealed" TEXT,
    "stamp" DATETIME,

    PRIMARY KEY ("work_id", "number"),
    CONSTRAINT "bulk_items_work_id_fkey" FOREIGN KEY ("work_id") REFERENCES "bulk_works" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "bulk_works_actor_id_idx" ON "bulk_works"("actor_id");

-- CreateIndex
CREATE INDEX "bulk_works_expires_at_idx" ON "bulk_works"("expires_at");

-- CreateIndex
CREATE INDEX "bulk_works_next_try_at_idx" ON "bulk_works"("next_try_at");

-- CreateIndex
CREATE INDEX "bulk_works_sealed_until_idx" ON "bulk_works"("sealed_until");

-- CreateIndex
CREATE INDEX "bulk_items_work_id_outcome_number_idx" ON "bulk_items"("work_id", "outcome", "number");
