-- CreateTable
CREATE TABLE "bulk_works" (
    "id" SERIAL NOT NULL,
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
    "created_at" TIMESTAMP(3) NOT NULL,
    "started_at" TIMESTAMP(3),
    "ended_at" TIMESTAMP(3),
    "next_try_at" TIMESTAMP(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "sealed_until" TIMESTAMP(3),
    "expires_at" TIMESTAMP(3),

    CONSTRAINT "bulk_works_pkey" PRIMARY KEY ("id")
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
    "stamp" TIMESTAMP(3),

    CONSTRAINT "bulk_items_pkey" PRIMARY KEY ("work_id", "number")
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

-- AddForeignKey
ALTER TABLE "bulk_items" ADD CONSTRAINT "bulk_items_work_id_fkey" FOREIGN KEY ("work_id") REFERENCES "bulk_works" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
