-- name: recommendation_of_reminder
SELECT recommendation_id FROM recommendation_reminders WHERE id = $1;
