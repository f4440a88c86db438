"""What several pages show: figures, evidence, methods, navigation; each beside its template in templates/parts."""
