-- CreateTable
CREATE TABLE "registration_removals" (
    "id" SERIAL NOT NULL,
    "username" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_try_at" TIMESTAMP(3) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "registration_removals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "registration_removals_next_try_at_idx" ON "registration_removals"("next_try_at");

