"""What people say around a question – who asks, what for, how they feel about it – and that it picks nobody."""
