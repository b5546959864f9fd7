from rest_framework.routers import SimpleRouter

from reference.views import ConsultationViews

router = SimpleRouter()
router.register('telemedicine/api/consultations', ConsultationViews, 'consultation')
urlpatterns = router.urls
